package io.fleetcanary.starter.screen;

import io.fleetcanary.core.status.FleetStatus;
import java.time.Instant;
import java.util.List;

/**
 * The last that was seen of a rollout.
 *
 * @param at when
 * @param trouble why nothing newer can be seen, one sentence; empty while all is well
 * @param trends of its metrics, as they were first seen
 */
public record Seen(FleetStatus status, Instant at, String trouble, List<Trend> trends) {
  public Seen {
    trends = List.copyOf(trends);
  }

  public Seen(FleetStatus status, Instant at) {
    this(status, at, "", List.of());
  }

  /** The same, which may be stale by now. */
  public Seen stale(String why) {
    return new Seen(status, at, why, trends);
  }

  /** The same, with how its metrics went. */
  public Seen with(List<Trend> lately) {
    return new Seen(status, at, trouble, lately);
  }
}
