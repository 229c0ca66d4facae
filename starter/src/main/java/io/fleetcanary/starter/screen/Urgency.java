package io.fleetcanary.starter.screen;

import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;

/** Which clusters a screen shows first when it cannot show all; the first kinds come first. */
enum Urgency {
  TROUBLE,
  RETURNING,
  GONE_BACK,
  MOVING,
  QUIET;

  static Urgency of(ClusterStatus cluster) {
    boolean failed =
        cluster.findings().stream().anyMatch(finding -> finding.verdict() == Verdict.FAIL);
    boolean troubled = cluster.phase().forward() && !cluster.reason().isEmpty();
    return failed || troubled ? TROUBLE : of(cluster.phase());
  }

  private static Urgency of(ClusterPhase phase) {
    return switch (phase) {
      case HOLDING, HANDED_OVER -> TROUBLE;
      case RETURNING -> RETURNING;
      case ROLLED_BACK -> GONE_BACK;
      case CLAIMING, STARTING, SHIFTING, BAKING, PROMOTING, PAUSED -> MOVING;
      case QUEUED, PROBATION, KEEPING, PROMOTED, UNTOUCHED -> QUIET;
    };
  }
}
