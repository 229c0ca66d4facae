package io.fleetcanary.lab.kill;

import com.google.protobuf.util.Durations;
import io.fleetcanary.workflow.client.SearchAttributeRegistry;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A namespace of a Temporal server.
 *
 * @param client to it, with the product's payloads
 */
record BayTemporal(String namespace, WorkflowServiceStubs stubs, WorkflowClient client)
    implements AutoCloseable {
  private static final int DAY_SECONDS = 86_400;
  private static final Duration SERVED_WITHIN = Duration.ofSeconds(60);

  /** Creates it and waits until the server serves it, with the search attributes of rollouts. */
  static BayTemporal open(String address, String namespace) {
    TemporalConnection connection = TemporalConnection.plain(address, namespace);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    stubs
        .blockingStub()
        .withDeadlineAfter(SERVED_WITHIN.toSeconds(), TimeUnit.SECONDS)
        .registerNamespace(
            RegisterNamespaceRequest.newBuilder()
                .setNamespace(namespace)
                .setWorkflowExecutionRetentionPeriod(Durations.fromSeconds(DAY_SECONDS))
                .build());
    BayTemporal temporal = new BayTemporal(namespace, stubs, connection.client(stubs));
    temporal.awaitServed();
    try (SearchAttributeRegistry registry =
        new SearchAttributeRegistry(connection.options().build(), namespace)) {
      registry.create(RolloutAttributes.all());
    }
    return temporal;
  }

  /** The server's parts hear of a new namespace one after the other, within seconds. */
  private void awaitServed() {
    if (!Rest.until(this::served, SERVED_WITHIN)) {
      throw new IllegalStateException(
          "%s must be served by Temporal within %s".formatted(namespace, SERVED_WITHIN));
    }
  }

  private boolean served() {
    try {
      stubs
          .blockingStub()
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
      return true;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  /** Ids of workflows that have not ended. */
  List<String> open() {
    return client
        .listExecutions("ExecutionStatus = 'Running'")
        .map(it -> it.getExecution().getWorkflowId())
        .toList();
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
