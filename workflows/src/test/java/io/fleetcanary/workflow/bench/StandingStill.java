package io.fleetcanary.workflow.bench;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The runs that are open, each with the last that came of it: what a test that waits in vain says.
 */
final class StandingStill {
  private static final int LAST = 12;

  private final WorkflowClient client;

  StandingStill(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public String toString() {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .listOpenWorkflowExecutions(
            ListOpenWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .build())
        .getExecutionsList()
        .stream()
        .map(run -> told(run.getExecution()))
        .collect(Collectors.joining("\n", "\n", ""));
  }

  private String told(WorkflowExecution run) {
    List<HistoryEvent> events =
        client.fetchHistory(run.getWorkflowId(), run.getRunId()).getEvents();
    return events.stream()
        .skip(Math.max(0, events.size() - LAST))
        .map(event -> event.getEventId() + " " + event.getEventType())
        .collect(Collectors.joining(", ", run.getWorkflowId() + ": ", ""));
  }
}
