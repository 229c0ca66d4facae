package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.temporal.failure.ApplicationFailure;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** How a rollout ends, and how its run closes so that lists and exit codes tell the truth. */
final class Ending {
  private Ending() {}

  /**
   * How it ended.
   *
   * @param halted why the way back went no further, empty when it went to its end
   */
  static FleetOutcome of(
      RolloutPlan plan,
      Optional<Stop> stop,
      String halted,
      SortedMap<String, ClusterOutcome> clusters) {
    FleetPhase ending = phase(stop, clusters.values());
    String reason =
        stop.map(Stop::reason).orElseGet(() -> summary(plan, clusters))
            + (halted.isEmpty() ? "" : "; " + halted)
            + left(clusters);
    return new FleetOutcome(plan.rolloutId(), ending, reason, clusters);
  }

  /** Completes a promoted run; closes any other as failed, not retryable, without a stack trace. */
  static FleetOutcome close(FleetOutcome outcome) {
    if (outcome.ending() == FleetPhase.PROMOTED) {
      return outcome;
    }
    ApplicationFailure failure =
        ApplicationFailure.newNonRetryableFailure(
            outcome.reason(), outcome.ending().failureType(), outcome);
    failure.setStackTrace(new StackTraceElement[0]);
    throw failure;
  }

  private static FleetPhase phase(Optional<Stop> stop, Collection<ClusterOutcome> outcomes) {
    long promoted = outcomes.stream().filter(Ended::promoted).count();
    if (outcomes.stream().anyMatch(Ended::handedOver)) {
      return FleetPhase.HANDED_OVER;
    }
    if (stop.isPresent() && stop.get().because() == FailureClass.PERSON) {
      return stop.get().ending();
    }
    if (promoted == 0 || stop.isPresent()) {
      return FleetPhase.ROLLED_BACK;
    }
    return promoted == outcomes.size() ? FleetPhase.PROMOTED : FleetPhase.PARTLY_PROMOTED;
  }

  private static String summary(RolloutPlan plan, SortedMap<String, ClusterOutcome> clusters) {
    long promoted = clusters.values().stream().filter(Ended::promoted).count();
    String failed =
        clusters.entrySet().stream()
            .filter(entry -> !Ended.promoted(entry.getValue()))
            .map(entry -> "; " + entry.getKey() + ": " + entry.getValue().reason())
            .collect(Collectors.joining());
    return plan.revision().name()
        + " serves in "
        + promoted
        + " of "
        + clusters.size()
        + " clusters"
        + failed;
  }

  private static String left(SortedMap<String, ClusterOutcome> clusters) {
    StringBuilder left = new StringBuilder();
    for (Map.Entry<String, ClusterOutcome> entry : clusters.entrySet()) {
      if (entry.getValue() instanceof ClusterOutcome.HandedOver over) {
        left.append("; left in ").append(entry.getKey()).append(": ").append(over.left());
      }
    }
    return left.toString();
  }
}
