package io.fleetcanary.starter.screen;

import io.fleetcanary.core.status.FleetStatus;
import java.time.Instant;

/**
 * The last that was seen of a rollout.
 *
 * @param at when
 * @param trouble why nothing newer can be seen, one sentence; empty while all is well
 */
public record Seen(FleetStatus status, Instant at, String trouble) {
  public Seen(FleetStatus status, Instant at) {
    this(status, at, "");
  }

  /** The same, which may be stale by now. */
  public Seen stale(String why) {
    return new Seen(status, at, why);
  }
}
