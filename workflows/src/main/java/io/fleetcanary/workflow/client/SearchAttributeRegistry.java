package io.fleetcanary.workflow.client;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The search attributes of one Temporal namespace. Every call ends within 5 s; where the server
 * does not answer, does not allow it or does not know how, it throws {@link
 * io.grpc.StatusRuntimeException}.
 */
public final class SearchAttributeRegistry implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final OperatorServiceStubs operator;
  private final String namespace;

  /**
   * Opens a connection.
   *
   * @param connection where the server is and how to speak to it
   */
  public SearchAttributeRegistry(WorkflowServiceStubsOptions connection, String namespace) {
    this.namespace = namespace;
    operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder(connection).validateAndBuildWithDefaults());
  }

  /** Those that somebody has added, with their types. */
  public SortedMap<String, IndexedValueType> existing() {
    return Collections.unmodifiableSortedMap(
        new TreeMap<>(
            stub()
                .listSearchAttributes(
                    ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
                .getCustomAttributesMap()));
  }

  /** Adds some; they can be used seconds later. */
  public void create(Map<String, IndexedValueType> types) {
    stub()
        .addSearchAttributes(
            AddSearchAttributesRequest.newBuilder()
                .setNamespace(namespace)
                .putAllSearchAttributes(types)
                .build());
  }

  private OperatorServiceBlockingStub stub() {
    return operator.blockingStub().withDeadlineAfter(PATIENCE);
  }

  @Override
  public void close() {
    operator.shutdownNow();
  }
}
