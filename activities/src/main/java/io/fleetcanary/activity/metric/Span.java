package io.fleetcanary.activity.metric;

import io.fleetcanary.core.evidence.Interval.Shift;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time a watch measures one metric over.
 *
 * @param begin evidence counts from here
 * @param every time between two looks
 * @param endless whether the watch has no end, so that its evidence starts afresh every so often
 * @param shift the change of weight just before the begin, if any: the share counts from when the
 *     gateway obeys it
 * @param warmUp so long after a pod has become ready nothing of it is counted
 */
public record Span(
    Instant begin, Duration every, boolean endless, Optional<Shift> shift, Duration warmUp) {
  /** Beyond this a gap is not counted any more. */
  static final Duration HORIZON = Duration.ofHours(6);

  /**
   * As long as a usual bake: short enough to hear a late fault, long enough to find a small one.
   */
  static final Duration MEMORY = Duration.ofMinutes(10);

  /** As far back as evidence goes. */
  public Instant since(Instant now) {
    Instant horizon = now.minus(endless ? MEMORY : HORIZON);
    return begin.isBefore(horizon) ? horizon : begin;
  }
}
