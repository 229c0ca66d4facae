package io.fleetcanary.lab.process;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.temporal.api.command.v1.Command;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.TimerStartedEventAttributes;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.List;

/**
 * Decisions that cancel what has ended while they were made. A Temporal server takes them, or asks
 * once more; the test server refuses them after it has closed the task, and the run never gets
 * another one. So it is told before that the task has failed, and gives it once more.
 *
 * <p>What ends while a task is open is not in the history yet: whether a timer has fired is told by
 * the clock, and whether an activity has ended by what is pending.
 */
final class PastDecisions {
  /** A decision may take so long from here to where it is taken. */
  private static final long MARGIN_MILLIS = 200;

  private final WorkflowServiceBlockingStub server;

  PastDecisions(WorkflowServiceBlockingStub server) {
    this.server = server;
  }

  /** Whether its run has gone on too far for this decision; then it is asked for once more. */
  boolean again(RespondWorkflowTaskCompletedRequest decided, WorkflowExecution run) {
    List<Command> cancels =
        decided.getCommandsList().stream().filter(PastDecisions::cancels).toList();
    if (cancels.isEmpty() || !ended(cancels, decided.getNamespace(), run)) {
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

  private static boolean cancels(Command command) {
    return command.hasCancelTimerCommandAttributes()
        || command.hasRequestCancelActivityTaskCommandAttributes();
  }

  private boolean ended(List<Command> cancels, String namespace, WorkflowExecution run) {
    List<HistoryEvent> history = history(namespace, run);
    List<String> pending = pending(namespace, run);
    return cancels.stream()
        .anyMatch(
            command ->
                command.hasCancelTimerCommandAttributes()
                    ? fired(history, command.getCancelTimerCommandAttributes().getTimerId())
                    : !pending.contains(activity(history, command)));
  }

  private static boolean fired(List<HistoryEvent> history, String timer) {
    return history.stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED)
        .filter(event -> event.getTimerStartedEventAttributes().getTimerId().equals(timer))
        .anyMatch(event -> due(event) <= System.currentTimeMillis() + MARGIN_MILLIS);
  }

  private static long due(HistoryEvent event) {
    TimerStartedEventAttributes timer = event.getTimerStartedEventAttributes();
    return Timestamps.toMillis(event.getEventTime())
        + Durations.toMillis(timer.getStartToFireTimeout());
  }

  private static String activity(List<HistoryEvent> history, Command cancel) {
    long scheduled = cancel.getRequestCancelActivityTaskCommandAttributes().getScheduledEventId();
    return history.stream()
        .filter(event -> event.getEventId() == scheduled)
        .map(event -> event.getActivityTaskScheduledEventAttributes().getActivityId())
        .findFirst()
        .orElseThrow();
  }

  private List<HistoryEvent> history(String namespace, WorkflowExecution run) {
    return server
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(run)
                .build())
        .getHistory()
        .getEventsList();
  }

  private List<String> pending(String namespace, WorkflowExecution run) {
    return server
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(run)
                .build())
        .getPendingActivitiesList()
        .stream()
        .map(PendingActivityInfo::getActivityId)
        .toList();
  }
}
