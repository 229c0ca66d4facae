package io.fleetcanary.lab.process;

import io.temporal.api.command.v1.Command;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decisions that cancel what has ended while they were made. A Temporal server takes them, or asks
 * once more; the test server refuses them after it has closed the task, and the run never gets
 * another one. So it is told before that the task has failed, and gives it once more.
 */
final class PastDecisions {
  private static final String NOTHING = "";

  private final WorkflowServiceBlockingStub server;

  PastDecisions(WorkflowServiceBlockingStub server) {
    this.server = server;
  }

  /** Whether its run has gone on too far for this decision; then it is asked for once more. */
  boolean again(RespondWorkflowTaskCompletedRequest decided, WorkflowExecution run) {
    Set<String> cancelled =
        decided.getCommandsList().stream()
            .map(PastDecisions::cancelled)
            .filter(what -> !what.equals(NOTHING))
            .collect(Collectors.toSet());
    if (cancelled.isEmpty() || !ended(cancelled, decided.getNamespace(), run)) {
      return false;
    }
    server.respondWorkflowTaskFailed(
        RespondWorkflowTaskFailedRequest.newBuilder()
            .setNamespace(decided.getNamespace())
            .setTaskToken(decided.getTaskToken())
            .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
            .build());
    return true;
  }

  private boolean ended(Set<String> cancelled, String namespace, WorkflowExecution run) {
    return server
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(run)
                .build())
        .getHistory()
        .getEventsList()
        .stream()
        .map(PastDecisions::ended)
        .anyMatch(cancelled::contains);
  }

  private static String cancelled(Command command) {
    return switch (command.getCommandType()) {
      case COMMAND_TYPE_CANCEL_TIMER ->
          timer(command.getCancelTimerCommandAttributes().getTimerId());
      case COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK ->
          activity(command.getRequestCancelActivityTaskCommandAttributes().getScheduledEventId());
      default -> NOTHING;
    };
  }

  private static String ended(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_TIMER_FIRED -> timer(event.getTimerFiredEventAttributes().getTimerId());
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
          activity(event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
      case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
          activity(event.getActivityTaskFailedEventAttributes().getScheduledEventId());
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          activity(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId());
      default -> NOTHING;
    };
  }

  private static String timer(String id) {
    return "timer " + id;
  }

  private static String activity(long scheduled) {
    return "activity " + scheduled;
  }
}
