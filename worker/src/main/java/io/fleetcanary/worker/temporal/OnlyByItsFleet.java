package io.fleetcanary.worker.temporal;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.FleetRollout;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;

/**
 * Refuses the rollout of one cluster that its fleet's rollout has not started. Somebody may type
 * one with a plan that nobody made: no policy was asked, there is no gate, and nobody would ever
 * say keep.
 */
public final class OnlyByItsFleet extends WorkerInterceptorBase {
  private static final String GUARDED = "ClusterRollout";

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        if (guarded()) {
          insistOnParent();
        }
        super.init(outbound);
      }

      @Override
      public WorkflowOutput execute(WorkflowInput input) {
        if (guarded()) {
          insistOnFleet((ClusterPlan) input.getArguments()[0]);
        }
        return super.execute(input);
      }
    };
  }

  private static boolean guarded() {
    return Workflow.getInfo().getWorkflowType().equals(GUARDED);
  }

  /** Before the plan is read: what somebody types may come without one, or with anything else. */
  private static void insistOnParent() {
    WorkflowInfo run = Workflow.getInfo();
    String id = run.getWorkflowId();
    String parent = id.substring(0, Math.max(0, id.lastIndexOf('/')));
    boolean named = parent.startsWith("rollout/");
    if (!named || run.getParentWorkflowId().filter(parent::equals).isEmpty()) {
      throw refusal(named ? parent : FleetRollout.workflowId("<namespace>", "<service>"));
    }
  }

  private static void insistOnFleet(ClusterPlan plan) {
    WorkflowInfo run = Workflow.getInfo();
    String fleet = FleetRollout.workflowId(plan.namespace(), plan.service());
    boolean parent = run.getParentWorkflowId().filter(fleet::equals).isPresent();
    if (!parent || !run.getWorkflowId().equals(fleet + "/" + plan.cluster().name())) {
      throw refusal(fleet);
    }
  }

  private static ApplicationFailure refusal(String fleet) {
    return ApplicationFailure.newNonRetryableFailure(
        "the rollout of a cluster must be started by "
            + fleet
            + ", which asks the policy; start FleetRollout under that id",
        FleetPhase.REFUSED.failureType());
  }
}
