package io.fleetcanary.starter.server;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Temporal lists. A moment behind the truth, and not on every server. */
public final class Visibility {
  private static final int PATIENCE_SECONDS = 10;
  private static final int PAGE = 100;

  private final TemporalConnection connection;
  private final WorkflowServiceStubs stubs;
  private final Failures failures;

  Visibility(TemporalConnection connection, WorkflowServiceStubs stubs, Failures failures) {
    this.connection = connection;
    this.stubs = stubs;
    this.failures = failures;
  }

  /** Open rollouts, at most so many, the newest first. */
  public List<Run> running(int most) {
    return list("WorkflowType = 'FleetRollout' AND ExecutionStatus = 'Running'", most);
  }

  /** Closed ones, at most so many, the last one first. */
  public List<Run> ended(int most) {
    return list("WorkflowType = 'FleetRollout' AND ExecutionStatus != 'Running'", most);
  }

  private List<Run> list(String query, int most) {
    List<Run> runs = new ArrayList<>();
    ListWorkflowExecutionsRequest next =
        ListWorkflowExecutionsRequest.newBuilder()
            .setNamespace(connection.namespace())
            .setQuery(query)
            .setPageSize(Math.clamp(most, 1, PAGE))
            .build();
    while (runs.size() < most) {
      ListWorkflowExecutionsResponse page = page(next);
      page.getExecutionsList().forEach(listed -> runs.add(Run.of(listed)));
      if (page.getNextPageToken().isEmpty()) {
        break;
      }
      next = next.toBuilder().setNextPageToken(page.getNextPageToken()).build();
    }
    return List.copyOf(runs.subList(0, Math.min(most, runs.size())));
  }

  private ListWorkflowExecutionsResponse page(ListWorkflowExecutionsRequest request) {
    try {
      return stubs
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .listWorkflowExecutions(request);
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        throw new CommandException(
            ExitCode.UNEXPECTED,
            "temporal at " + connection + " cannot list rollouts: it is a server for tests",
            List.of("name the one you mean: fleetcanary status <namespace>/<service>"),
            failure);
      }
      throw failures.explain(failure);
    }
  }
}
