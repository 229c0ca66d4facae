package io.fleetcanary.starter.server;

import io.fleetcanary.workflow.client.SearchAttributeRegistry;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Temporal itself: its version, its namespace, who polls. Empty where a server cannot tell. */
public final class Installation {
  private static final int PATIENCE_SECONDS = 10;

  private final TemporalConnection connection;
  private final WorkflowServiceStubs stubs;
  private final Failures failures;

  Installation(TemporalConnection connection, WorkflowServiceStubs stubs, Failures failures) {
    this.connection = connection;
    this.stubs = stubs;
    this.failures = failures;
  }

  /** Of the server. */
  public String version() {
    return asked(
            () ->
                stub().getSystemInfo(GetSystemInfoRequest.getDefaultInstance()).getServerVersion())
        .filter(version -> !version.isEmpty())
        .orElse("unknown");
  }

  /** Temporal's, not one of Kubernetes. */
  public String namespace() {
    return connection.namespace();
  }

  /** How long the namespace keeps what has closed. */
  public Optional<Duration> retention() {
    DescribeNamespaceRequest request =
        DescribeNamespaceRequest.newBuilder().setNamespace(connection.namespace()).build();
    return asked(() -> stub().describeNamespace(request).getConfig())
        .map(config -> Duration.ofSeconds(config.getWorkflowExecutionRetentionTtl().getSeconds()));
  }

  /** Those that somebody has added, with their types. */
  public Optional<SortedMap<String, IndexedValueType>> searchAttributes() {
    try (var registry =
        new SearchAttributeRegistry(connection.options().build(), connection.namespace())) {
      return asked(registry::existing);
    }
  }

  /** How many have asked this queue for work within the last minutes. */
  public Optional<Integer> pollers(String queue, TaskQueueType type) {
    DescribeTaskQueueRequest request =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(connection.namespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(queue))
            .setTaskQueueType(type)
            .build();
    return asked(() -> stub().describeTaskQueue(request).getPollersCount());
  }

  private WorkflowServiceBlockingStub stub() {
    return stubs.blockingStub().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private <T> Optional<T> asked(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw failures.explain(failure);
    }
  }
}
