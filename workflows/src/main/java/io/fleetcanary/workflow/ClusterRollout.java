package io.fleetcanary.workflow;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterStatus;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One cluster's whole life under a rollout. Its id is {@code <parent id>/<cluster>}. It never
 * fails: it returns how it ended. All its messages come from the parent.
 */
@WorkflowInterface
public interface ClusterRollout {
  @WorkflowMethod(name = "ClusterRollout")
  ClusterOutcome run(ClusterPlan plan);

  @QueryMethod(name = "status", description = "phase, weight set and seen, findings")
  ClusterStatus status();

  /** Ends probation: the new revision stays. */
  @SignalMethod(name = "keep", description = "sent by the fleet rollout, not for people")
  void keep();

  /** Goes back, from whatever phase; sticky, repeatable. */
  @SignalMethod(name = "goBack", description = "sent by the fleet rollout, not for people")
  void goBack(GoBack order);

  /** Stops before the next change, or goes on; watching continues. */
  @SignalMethod(name = "hold", description = "sent by the fleet rollout, not for people")
  void hold(boolean paused);

  /**
   * A person's answer to the open hold; {@code true} goes on past it. Ignored when none is open.
   */
  @SignalMethod(name = "answer", description = "sent by the fleet rollout, not for people")
  void answer(HoldAnswer answer);
}
