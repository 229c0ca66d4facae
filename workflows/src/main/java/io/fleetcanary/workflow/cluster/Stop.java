package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.flow.Failures;
import io.temporal.failure.TemporalFailure;
import org.jspecify.annotations.Nullable;

/** Why a cluster goes back, in one sentence that is passed on word for word. */
record Stop(FailureClass because, String reason) {
  /** Nobody but a person cancels a run; what fails for good going forward is this cluster's own. */
  static Stop of(TemporalFailure failure, ClusterTarget cluster) {
    return Failures.interrupted(failure)
        ? new Stop(FailureClass.PERSON, "cancelled from outside, cluster " + cluster.name())
        : new Stop(FailureClass.LOCAL, Failures.reason(failure, cluster));
  }

  /** Tolerant, because a signal can be typed by hand: whoever sends it, going back is safe. */
  static Stop of(@Nullable GoBack order) {
    return order == null || order.because() == null || order.reason() == null
        ? new Stop(FailureClass.PERSON, "told to go back, no reason given")
        : new Stop(order.because(), order.reason());
  }
}
