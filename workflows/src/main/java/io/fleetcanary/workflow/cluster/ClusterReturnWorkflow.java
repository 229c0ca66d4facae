package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.workflow.ClusterReturn;
import io.fleetcanary.workflow.ClusterRollout.Abandon;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.flow.Detached;
import io.temporal.workflow.WorkflowInit;

/** Goes back whatever it finds: how far the run before it had got, nobody knows. */
public final class ClusterReturnWorkflow implements ClusterReturn {
  private final Standing standing;
  private final Insist insist;

  @WorkflowInit
  public ClusterReturnWorkflow(ClusterPlan plan, GoBack order) {
    standing = new Standing(plan, () -> {});
    insist = new Insist(plan.cluster(), standing);
  }

  @Override
  public ClusterOutcome run(ClusterPlan plan, GoBack order) {
    Stop stop = Stop.of(order);
    ClusterOutcome outcome = Detached.get(() -> new WayBack(plan, standing, insist).go(stop, true));
    standing.end(outcome, true);
    return outcome;
  }

  @Override
  public ClusterStatus status() {
    return standing.status();
  }

  @Override
  public void abandon(Abandon order) {
    insist.abandon(order);
  }
}
