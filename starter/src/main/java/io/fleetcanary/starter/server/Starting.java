package io.fleetcanary.starter.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.client.UiLink;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Optional;

/**
 * Starts rollouts, once for each spec: a job that is run again joins what runs, or is told how it
 * ended.
 */
final class Starting {
  private final WorkflowClient client;
  private final Histories histories;
  private final UiLink ui;
  private final Failures failures;

  Starting(WorkflowClient client, Histories histories, UiLink ui, Failures failures) {
    this.client = client;
    this.histories = histories;
    this.ui = ui;
    this.failures = failures;
  }

  /**
   * Starts a rollout, unless the last one of the service had this very spec and has ended. Of one
   * that was refused nothing was done, and of one that was closed from outside nobody can tell: the
   * spec is started anew.
   */
  Started once(RolloutName name, String summary, JsonNode spec) {
    try {
      Optional<Started> ended = ended(name, spec);
      return ended.isPresent() ? ended.get() : anew(name, summary, spec);
    } catch (WorkflowException failure) {
      throw failures.explain(failure);
    }
  }

  private Optional<Started> ended(RolloutName name, JsonNode spec) {
    Optional<WorkflowExecutionDescription> last = last(name);
    if (last.isEmpty()
        || last.get().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
      return Optional.empty();
    }
    String runId = last.get().getExecution().getRunId();
    return Ending.of(histories.last(name.workflowId(), runId))
        .filter(ending -> ending.phase() != FleetPhase.REFUSED)
        .filter(ending -> same(spec, histories.input(name.workflowId(), runId)))
        .map(ending -> started(name, runId, true).ended(ending));
  }

  private Optional<WorkflowExecutionDescription> last(RolloutName name) {
    try {
      return Optional.of(client.newUntypedWorkflowStub(name.workflowId()).describe());
    } catch (WorkflowNotFoundException never) {
      return Optional.empty();
    }
  }

  /**
   * Whether both ask for the same. Who asks is no difference, and none that one says it may have
   * failed before.
   */
  private static boolean same(JsonNode spec, JsonNode other) {
    return asked(spec).equals(asked(other));
  }

  private static JsonNode asked(JsonNode spec) {
    return spec instanceof ObjectNode fields
        ? fields.deepCopy().without(List.of("again", "by"))
        : spec;
  }

  /**
   * Starts a rollout. One that is running already goes on untouched: it is the answer where it had
   * the same spec, and a conflict where it had another.
   */
  Started anew(RolloutName name, String summary, JsonNode spec) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.CENTRAL)
            .setWorkflowId(name.workflowId())
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
            .setStaticSummary(summary)
            .build();
    try {
      WorkflowExecution run = client.newUntypedWorkflowStub("FleetRollout", options).start(spec);
      return started(name, run.getRunId(), false);
    } catch (WorkflowExecutionAlreadyStarted running) {
      String runId = running.getExecution().getRunId();
      if (same(spec, histories.input(name.workflowId(), runId))) {
        return started(name, runId, true);
      }
      throw conflict(name, runId);
    } catch (WorkflowException failure) {
      throw failures.explain(failure);
    }
  }

  private Started started(RolloutName name, String runId, boolean already) {
    return new Started(name.workflowId(), runId, ui.of(name.workflowId(), runId), already);
  }

  private static CommandException conflict(RolloutName name, String runId) {
    return new CommandException(
        ExitCode.CONFLICT,
        name.workflowId() + " is already running as run " + runId + "; this spec was not started",
        List.of("look at it: fleetcanary status " + name));
  }
}
