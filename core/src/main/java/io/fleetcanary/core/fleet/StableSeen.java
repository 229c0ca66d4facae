package io.fleetcanary.core.fleet;

import java.time.Duration;

/**
 * What a survey has seen of stable: figures that a plan is checked by and shown with, never acted
 * on later.
 *
 * @param replicas now, 0 where stable was not seen
 * @param surge pods that a rolling update adds for a while
 * @param unavailable pods that a rolling update takes away for a while
 * @param room how many more pods of the same kind the cluster has room for
 * @param tightest what leaves no more room, with figures; empty where nobody could tell
 * @param start how long its pods take from creation to ready
 */
public record StableSeen(
    int replicas, int surge, int unavailable, int room, String tightest, Duration start) {
  /** Nothing is known, so nothing stands against a plan. */
  public static final StableSeen NOTHING =
      new StableSeen(0, 0, 0, Integer.MAX_VALUE, "", Duration.ZERO);

  /** How long a rolling update takes at least: pods start one lot after the other. */
  public Duration rolling() {
    return start.multipliedBy(Math.ceilDiv(replicas, Math.max(1, surge + unavailable)));
  }
}
