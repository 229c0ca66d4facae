package io.fleetcanary.starter.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.common.converter.DataConverterException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What Temporal has written down of a run; needs no worker. */
public final class Histories {
  private static final int PATIENCE_SECONDS = 30;

  private final TemporalConnection connection;
  private final WorkflowServiceStubs stubs;
  private final Failures failures;

  Histories(TemporalConnection connection, WorkflowServiceStubs stubs, Failures failures) {
    this.connection = connection;
    this.stubs = stubs;
    this.failures = failures;
  }

  /** How a run began. */
  public HistoryEvent first(String workflowId, String runId) {
    return page(request(workflowId, runId).setMaximumPageSize(1)).getHistory().getEvents(0);
  }

  /** What a run was started with; nothing where that is not JSON. */
  JsonNode input(String workflowId, String runId) {
    return read(
            first(workflowId, runId).getWorkflowExecutionStartedEventAttributes().getInput(),
            JsonNode.class)
        .orElse(MissingNode.getInstance());
  }

  /** How a closed run ended. */
  public HistoryEvent last(String workflowId, String runId) {
    return page(request(workflowId, runId)
            .setHistoryEventFilterType(
                HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT))
        .getHistory()
        .getEventsList()
        .getLast();
  }

  /**
   * All of it, oldest first.
   *
   * @param runId empty for the last run
   */
  public List<HistoryEvent> all(String workflowId, String runId) {
    List<HistoryEvent> events = new ArrayList<>();
    GetWorkflowExecutionHistoryRequest.Builder next = request(workflowId, runId);
    do {
      GetWorkflowExecutionHistoryResponse page = page(next);
      events.addAll(page.getHistory().getEventsList());
      next.setNextPageToken(page.getNextPageToken());
    } while (!next.getNextPageToken().isEmpty());
    return events;
  }

  /** One value of a message; empty where it is missing, or is something else. */
  public static <T> Optional<T> read(io.temporal.api.common.v1.Payloads payloads, Class<T> type) {
    if (payloads.getPayloadsCount() == 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          Payloads.converter().fromPayload(payloads.getPayloads(0), type, type));
    } catch (DataConverterException somethingElse) {
      return Optional.empty();
    }
  }

  private GetWorkflowExecutionHistoryRequest.Builder request(String workflowId, String runId) {
    return GetWorkflowExecutionHistoryRequest.newBuilder()
        .setNamespace(connection.namespace())
        .setExecution(
            WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId).build());
  }

  private GetWorkflowExecutionHistoryResponse page(
      GetWorkflowExecutionHistoryRequest.Builder request) {
    try {
      return stubs
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .getWorkflowExecutionHistory(request.build());
    } catch (StatusRuntimeException failure) {
      throw failures.explain(failure);
    }
  }
}
