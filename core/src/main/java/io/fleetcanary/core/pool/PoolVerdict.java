package io.fleetcanary.core.pool;

import java.util.Objects;

/**
 * What clusters have proved together.
 *
 * @param rolloutId of the rollout
 * @param cluster where the fault is; empty where it is the revision that is bad
 * @param reason one sentence
 */
public record PoolVerdict(String rolloutId, String cluster, String reason) {
  public PoolVerdict {
    Objects.requireNonNull(rolloutId, "rolloutId");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(reason, "reason");
  }

  /** Whether it is the revision rather than a place. */
  public boolean everywhere() {
    return cluster.isEmpty();
  }
}
