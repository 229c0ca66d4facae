package io.fleetcanary.activity.recovery;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.sweep.LedgerActivities.Held;
import io.fleetcanary.workflow.sweep.SweepActivities;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The fleet as this worker knows it, and which runs are open in its Temporal namespace. */
public final class TemporalRuns implements SweepActivities {
  /** One that somebody has paused is open all the same. */
  private static final Set<WorkflowExecutionStatus> CLOSED =
      EnumSet.of(
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED,
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED,
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT);

  private final FleetInventory fleet;

  public TemporalRuns(FleetInventory fleet) {
    this.fleet = fleet;
  }

  @Override
  public Targets targets() {
    return new Targets(fleet.clusters().stream().map(ClusterEntry::target).toList());
  }

  @Override
  public Held living(Held held) {
    WorkflowClient temporal = Activity.getExecutionContext().getWorkflowClient();
    return new Held(
        held.services().stream().filter(plan -> living(temporal, plan)).toList(), List.of());
  }

  private static boolean living(WorkflowClient temporal, ClusterPlan plan) {
    String fleet = FleetRollout.workflowId(plan.namespace(), plan.service());
    return open(temporal, fleet) || open(temporal, fleet + "/" + plan.cluster().name());
  }

  private static boolean open(WorkflowClient temporal, String workflowId) {
    DescribeWorkflowExecutionRequest request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(temporal.getOptions().getNamespace())
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
            .build();
    try {
      return !CLOSED.contains(
          temporal
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeWorkflowExecution(request)
              .getWorkflowExecutionInfo()
              .getStatus());
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  }
}
