package io.fleetcanary.core.status;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.TrafficWeight;
import java.time.Instant;
import java.util.List;

/**
 * Where one cluster stands.
 *
 * @param set the weight we wrote last
 * @param seen the share we measured last
 * @param findings of the last finished watch
 * @param reason one sentence; empty while nothing needs saying
 * @param since when this phase began
 */
public record ClusterStatus(
    String cluster,
    ClusterPhase phase,
    TrafficWeight set,
    ShareSeen seen,
    List<Finding> findings,
    String reason,
    Instant since) {
  public ClusterStatus {
    findings = List.copyOf(findings);
  }

  public static ClusterStatus queued(String cluster, Instant since) {
    return untouched(cluster, ClusterPhase.QUEUED, since);
  }

  /** In a phase in which nothing has been written yet. */
  public static ClusterStatus untouched(String cluster, ClusterPhase phase, Instant since) {
    return new ClusterStatus(
        cluster, phase, TrafficWeight.NONE, ShareSeen.NONE, List.of(), "", since);
  }

  /** On its way back for this reason, and otherwise as it was heard of last. */
  public ClusterStatus returning(String why, Instant from) {
    return new ClusterStatus(cluster, ClusterPhase.RETURNING, set, seen, findings, why, from);
  }
}
