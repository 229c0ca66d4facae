package io.fleetcanary.starter;

import com.google.protobuf.Timestamp;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.Payloads;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceImplBase;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Temporal that lists, which the one for tests cannot: it answers what it was told to. */
final class FakeFrontend extends WorkflowServiceImplBase implements AutoCloseable {
  private final List<WorkflowExecutionInfo> listed = new ArrayList<>();
  private final SortedMap<String, FleetStatus> answers = new TreeMap<>();
  private final SortedMap<String, HistoryEvent> ends = new TreeMap<>();
  private final Server server;

  FakeFrontend() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .addService(new Operator())
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** A rollout that runs, and whose worker answers so. */
  void runs(String workflowId, Instant since, FleetStatus status) {
    silent(workflowId, since);
    answers.put(run(workflowId), status);
  }

  /** A rollout that runs without a worker. */
  void silent(String workflowId, Instant since) {
    listed.add(
        WorkflowExecutionInfo.newBuilder()
            .setExecution(execution(workflowId))
            .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
            .setStartTime(timestamp(since))
            .build());
  }

  /** A rollout that closed with this event, ten minutes after it began. */
  void closed(String workflowId, WorkflowExecutionStatus how, HistoryEvent end) {
    listed.add(
        WorkflowExecutionInfo.newBuilder()
            .setExecution(execution(workflowId))
            .setStatus(how)
            .setStartTime(timestamp(Samples.NOW.minus(Duration.ofMinutes(90))))
            .setCloseTime(timestamp(Samples.NOW.minus(Duration.ofMinutes(80))))
            .build());
    ends.put(run(workflowId), end);
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
    send(answer, GetSystemInfoResponse.newBuilder().setServerVersion("1.32.0").build());
  }

  @Override
  public void describeNamespace(
      DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> answer) {
    com.google.protobuf.Duration kept =
        com.google.protobuf.Duration.newBuilder().setSeconds(30 * 24 * 3600).build();
    send(
        answer,
        DescribeNamespaceResponse.newBuilder()
            .setConfig(NamespaceConfig.newBuilder().setWorkflowExecutionRetentionTtl(kept))
            .build());
  }

  @Override
  public void describeTaskQueue(
      DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> answer) {
    send(
        answer,
        DescribeTaskQueueResponse.newBuilder().addPollers(PollerInfo.getDefaultInstance()).build());
  }

  @Override
  public void listWorkflowExecutions(
      ListWorkflowExecutionsRequest request,
      StreamObserver<ListWorkflowExecutionsResponse> answer) {
    boolean open = request.getQuery().endsWith("ExecutionStatus = 'Running'");
    send(
        answer,
        ListWorkflowExecutionsResponse.newBuilder()
            .addAllExecutions(listed.stream().filter(it -> it.hasCloseTime() != open).toList())
            .build());
  }

  @Override
  public void queryWorkflow(
      QueryWorkflowRequest request, StreamObserver<QueryWorkflowResponse> answer) {
    FleetStatus status = answers.get(request.getExecution().getRunId());
    if (status == null) {
      answer.onError(Status.FAILED_PRECONDITION.withDescription("no poller").asRuntimeException());
      return;
    }
    send(
        answer,
        QueryWorkflowResponse.newBuilder()
            .setQueryResult(Payloads.converter().toPayloads(status).orElseThrow())
            .build());
  }

  @Override
  public void getWorkflowExecutionHistory(
      GetWorkflowExecutionHistoryRequest request,
      StreamObserver<GetWorkflowExecutionHistoryResponse> answer) {
    HistoryEvent event =
        request.getMaximumPageSize() == 1 ? began() : ends.get(request.getExecution().getRunId());
    send(
        answer,
        GetWorkflowExecutionHistoryResponse.newBuilder()
            .setHistory(History.newBuilder().addEvents(event))
            .build());
  }

  private static HistoryEvent began() {
    Map<String, Object> spec = Map.of("revision", Map.of("name", "2026.11.2"));
    return HistoryEvent.newBuilder()
        .setWorkflowExecutionStartedEventAttributes(
            WorkflowExecutionStartedEventAttributes.newBuilder()
                .setInput(Payloads.converter().toPayloads(spec).orElseThrow()))
        .build();
  }

  private static WorkflowExecution execution(String workflowId) {
    return WorkflowExecution.newBuilder()
        .setWorkflowId(workflowId)
        .setRunId(run(workflowId))
        .build();
  }

  private static String run(String workflowId) {
    return "run-of-" + workflowId;
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static <T> void send(StreamObserver<T> to, T answer) {
    to.onNext(answer);
    to.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** Somebody has added one search attribute. */
  private static final class Operator extends OperatorServiceImplBase {
    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> answer) {
      send(
          answer,
          ListSearchAttributesResponse.newBuilder()
              .putCustomAttributes("RolloutService", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
              .build());
    }
  }
}
