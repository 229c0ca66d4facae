package io.fleetcanary.starter.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Since when evidence is pooled; a pool goes on in a new run every so often. */
@Timeout(120)
class EvidenceTest {
  private static final RolloutName CHAT = new RolloutName("inference", "chat");
  private static final String POOL = "evidence/inference/chat";
  private static final Instant BEGIN = Instant.parse("2026-11-23T03:12:04Z");
  private static final Instant LATER = BEGIN.plus(Duration.ofHours(7));

  private final Runs temporal = new Runs();
  private Server server;
  private WorkflowServiceStubs stubs;
  private Evidence evidence;

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(temporal)
            .build()
            .start();
    TemporalConnection connection =
        TemporalConnection.plain("127.0.0.1:" + server.getPort(), "default");
    stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    Failures failures = new Failures(connection);
    evidence = new Evidence(WorkflowClient.newInstance(stubs), new Questions(failures), failures);
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void isTheBeginOfTheOnlyRun() {
    temporal.has("one", BEGIN, "one");

    assertThat(evidence.since(CHAT)).contains(BEGIN);
  }

  @Test
  void isTheBeginOfTheFirstOfManyRuns() {
    temporal.has("one", BEGIN, "one");
    temporal.has("nine", LATER, "one");

    assertThat(evidence.since(CHAT)).contains(BEGIN);
  }

  @Test
  void isTheBeginOfTheLastRunWhereTheFirstIsForgotten() {
    temporal.has("nine", LATER, "one");

    assertThat(evidence.since(CHAT)).contains(LATER);
  }

  @Test
  void isNotKnownWhereNothingIsPooled() {
    assertThat(evidence.since(CHAT)).isEmpty();
  }

  /** A Temporal that remembers these runs of one pool. */
  private static final class Runs extends WorkflowServiceImplBase {
    private final SortedMap<String, WorkflowExecutionInfo> runs = new TreeMap<>();
    private String last = "";

    void has(String run, Instant begin, String first) {
      runs.put(
          run,
          WorkflowExecutionInfo.newBuilder()
              .setExecution(WorkflowExecution.newBuilder().setWorkflowId(POOL).setRunId(run))
              .setStartTime(Timestamp.newBuilder().setSeconds(begin.getEpochSecond()))
              .setFirstRunId(first)
              .build());
      last = run;
    }

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void describeWorkflowExecution(
        DescribeWorkflowExecutionRequest request,
        StreamObserver<DescribeWorkflowExecutionResponse> answer) {
      WorkflowExecution asked = request.getExecution();
      WorkflowExecutionInfo run = runs.get(asked.getRunId().isEmpty() ? last : asked.getRunId());
      if (run == null || !asked.getWorkflowId().equals(POOL)) {
        answer.onError(Status.NOT_FOUND.withDescription("workflow not found").asRuntimeException());
        return;
      }
      answer.onNext(
          DescribeWorkflowExecutionResponse.newBuilder().setWorkflowExecutionInfo(run).build());
      answer.onCompleted();
    }
  }
}
