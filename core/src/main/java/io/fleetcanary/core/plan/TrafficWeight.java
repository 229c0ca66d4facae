package io.fleetcanary.core.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Share of live requests sent to the canary; stable takes the rest.
 *
 * @param percent whole percent of all requests to the service, 0 to 100
 */
public record TrafficWeight(@JsonValue int percent) {
  public static final TrafficWeight NONE = new TrafficWeight(0);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TrafficWeight {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("traffic weight must be 0..100 percent, got " + percent);
    }
  }

  /** Canary pods for this share of a stable workload: rounded up, at least one. */
  public int podsFor(int stableReplicas) {
    return Math.max(1, Math.ceilDiv(stableReplicas * percent, 100));
  }

  @Override
  public String toString() {
    return percent + " %";
  }
}
