package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import java.time.Instant;

/** What an outcome says. */
final class Ended {
  private Ended() {}

  static boolean promoted(ClusterOutcome outcome) {
    return outcome instanceof ClusterOutcome.Promoted;
  }

  static boolean handedOver(ClusterOutcome outcome) {
    return outcome instanceof ClusterOutcome.HandedOver;
  }

  /** Whose fault it was; a cluster that was handed over is its own case. */
  static FailureClass because(ClusterOutcome outcome) {
    return switch (outcome) {
      case ClusterOutcome.RolledBack back -> back.because();
      case ClusterOutcome.Untouched untouched -> untouched.because();
      case ClusterOutcome.HandedOver over -> FailureClass.LOCAL;
      case ClusterOutcome.Promoted promoted ->
          throw new IllegalStateException("promoted is not a failure");
    };
  }

  /** The last status, as the outcome leaves it. */
  static ClusterStatus status(ClusterStatus last, ClusterOutcome outcome, Instant now) {
    ClusterPhase phase =
        switch (outcome) {
          case ClusterOutcome.Promoted promoted -> ClusterPhase.PROMOTED;
          case ClusterOutcome.RolledBack back -> ClusterPhase.ROLLED_BACK;
          case ClusterOutcome.Untouched untouched -> ClusterPhase.UNTOUCHED;
          case ClusterOutcome.HandedOver over -> ClusterPhase.HANDED_OVER;
        };
    // whoever took a cluster over may have been given a canary that still gets requests
    TrafficWeight set = handedOver(outcome) ? last.set() : TrafficWeight.NONE;
    return new ClusterStatus(
        last.cluster(), phase, set, last.seen(), last.findings(), outcome.reason(), now);
  }
}
