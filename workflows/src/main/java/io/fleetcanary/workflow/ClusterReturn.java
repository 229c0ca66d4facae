package io.fleetcanary.workflow;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterStatus;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Nothing but the way back of one cluster, for a {@link ClusterRollout} that was ended by force and
 * cannot go it any more. It has that run's id, and never fails either.
 */
@WorkflowInterface
public interface ClusterReturn {
  @WorkflowMethod(name = "ClusterReturn")
  ClusterOutcome run(ClusterPlan plan, GoBack order);

  @QueryMethod(name = "status", description = "phase and reason")
  ClusterStatus status();

  /** As in {@link ClusterRollout#abandon}. */
  @SignalMethod(name = "abandon", description = "sent by the fleet rollout, not for people")
  void abandon(ClusterRollout.Abandon order);
}
