package io.fleetcanary.core.status;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a rollout ended.
 *
 * @param rolloutId empty when it was refused before it had one
 * @param ending a phase that has {@link FleetPhase#ended}
 * @param reason one sentence, made where the decision was taken
 * @param clusters every cluster of the plan
 */
public record FleetOutcome(
    String rolloutId,
    FleetPhase ending,
    String reason,
    SortedMap<String, ClusterOutcome> clusters) {
  public FleetOutcome {
    clusters = new TreeMap<>(clusters);
  }
}
