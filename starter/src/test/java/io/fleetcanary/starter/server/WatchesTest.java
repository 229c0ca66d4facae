package io.fleetcanary.starter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WatchesTest {
  private static final int AT_ONCE = 8;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Busy temporal = new Busy();
  private Server server;
  private WorkflowServiceStubs stubs;
  private Watches watches;

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .executor(threads)
            .addService(temporal)
            .build()
            .start();
    TemporalConnection connection =
        TemporalConnection.plain("127.0.0.1:" + server.getPort(), "default");
    stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    watches = new Watches(new Histories(connection, stubs, new Failures(connection)));
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    server.shutdownNow();
    threads.shutdownNow();
  }

  @Test
  void readsHistoriesOfManyClustersSideBySideButNotAllAtOnce() {
    List<ClusterStatus> clusters = IntStream.range(0, 24).mapToObj(this::judged).toList();

    assertThat(watches.behind(new RolloutName("inference", "chat"), clusters.stream())).isEmpty();

    assertThat(temporal.asked)
        .containsExactlyInAnyOrderElementsOf(
            clusters.stream().map(it -> "rollout/inference/chat/" + it.cluster()).toList());
    assertThat(temporal.most).hasValue(AT_ONCE);
  }

  private ClusterStatus judged(int number) {
    return new ClusterStatus(
        "eu-" + number,
        ClusterPhase.PROBATION,
        TrafficWeight.NONE,
        ShareSeen.NONE,
        List.of(new Finding("errors", Verdict.PASS, "errors 0.2 % <= 2 %", 3104)),
        "",
        Samples.NOW);
  }

  /** A Temporal that answers nobody before eight have asked; its histories are empty. */
  private static final class Busy extends WorkflowServiceImplBase {
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch enough = new CountDownLatch(AT_ONCE);

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void getWorkflowExecutionHistory(
        GetWorkflowExecutionHistoryRequest request,
        StreamObserver<GetWorkflowExecutionHistoryResponse> answer) {
      asked.add(request.getExecution().getWorkflowId());
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      enough.countDown();
      awaitOthers();
      now.decrementAndGet();
      answer.onNext(GetWorkflowExecutionHistoryResponse.getDefaultInstance());
      answer.onCompleted();
    }

    private void awaitOthers() {
      try {
        assertThat(enough.await(10, TimeUnit.SECONDS)).as("eight ask at once").isTrue();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
