package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.flow.Failures;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a cluster goes back, in one sentence that is passed on word for word.
 *
 * @param ordered whether the parent said so, and need not be told first
 * @param room how long the rest waits once the traffic is off
 * @param unreachable whether the cluster could not be reached for as long as the spec says
 */
record Stop(
    FailureClass because, String reason, boolean ordered, Duration room, boolean unreachable) {
  /** By itself. */
  Stop(FailureClass because, String reason) {
    this(because, reason, false, Duration.ZERO, false);
  }

  /** By itself, because the cluster could not be reached for as long as the spec says. */
  static Stop unreachable(String reason) {
    return new Stop(FailureClass.LOCAL, reason, false, Duration.ZERO, true);
  }

  private static Stop ordered(FailureClass because, String reason, Duration room) {
    return new Stop(because, reason, true, room, false);
  }

  /** Nobody but a person cancels a run; what fails for good going forward is this cluster's own. */
  static Stop of(TemporalFailure failure, ClusterTarget cluster) {
    return Failures.interrupted(failure)
        ? new Stop(FailureClass.PERSON, "cancelled from outside, cluster " + cluster.name())
        : new Stop(FailureClass.LOCAL, Failures.reason(failure, cluster));
  }

  /** Tolerant, because a signal can be typed by hand: whoever sends it, going back is safe. */
  static Stop of(@Nullable GoBack order) {
    return order == null || order.because() == null || order.reason() == null
        ? ordered(FailureClass.PERSON, "told to go back, no reason given", Duration.ZERO)
        : ordered(order.because(), order.reason(), order.room());
  }

  /** Where stable has the new revision, traffic off is not enough: the rest must not wait. */
  Stop atOnce() {
    return new Stop(because, reason, ordered, Duration.ZERO, unreachable);
  }
}
