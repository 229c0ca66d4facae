package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.workflow.ClusterReturn;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.flow.Detached;
import io.temporal.workflow.WorkflowInit;

/** Goes back whatever it finds: how far the run before it had got, nobody knows. */
public final class ClusterReturnWorkflow implements ClusterReturn {
  private final Standing standing;

  @WorkflowInit
  public ClusterReturnWorkflow(ClusterPlan plan, GoBack order) {
    standing = new Standing(plan, () -> {});
  }

  @Override
  public ClusterOutcome run(ClusterPlan plan, GoBack order) {
    Stop stop = Stop.of(order);
    ClusterOutcome outcome = Detached.get(() -> new WayBack(plan, standing).go(stop, true));
    standing.end(outcome, true);
    return outcome;
  }

  @Override
  public ClusterStatus status() {
    return standing.status();
  }
}
