package io.fleetcanary.worker.report;

import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.report.ReportActivities.Order;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the run that makes a report, beside the activity that wants it. */
public final class ReportRun {
  private static final Logger LOG = LoggerFactory.getLogger(ReportRun.class);

  private ReportRun() {}

  /** Returns at once; ordered twice, it is made once. What cannot be ordered is logged. */
  public static void begin(Order order) {
    WorkflowClient temporal = Activity.getExecutionContext().getWorkflowClient();
    Thread.ofVirtual().name("report").start(() -> begin(temporal, order));
  }

  private static void begin(WorkflowClient temporal, Order order) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.CENTRAL)
            .setWorkflowId(
                "report/%s/%s/%s".formatted(order.namespace(), order.service(), order.runId()))
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setStaticSummary("report of " + order.rolloutId())
            .build();
    try {
      temporal.newUntypedWorkflowStub("MakeReport", options).start(order);
    } catch (WorkflowExecutionAlreadyStarted orderedBefore) {
      LOG.atDebug().addKeyValue("rollout", order.rolloutId()).log("its report is ordered already");
    } catch (RuntimeException failure) {
      LOG.atWarn()
          .addKeyValue("rollout", order.rolloutId())
          .setCause(failure)
          .log("its report is not ordered; fleetcanary report makes it");
    }
  }
}
