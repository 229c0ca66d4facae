package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.temporal.client.ActivityCompletionFailureException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchTest {
  /** More than fit into the time that a brake is tried while Temporal is there. */
  private static final int MANY = 20;

  @Test
  void watchesAndBrakesUntilItWorksWhileTemporalIsGone() {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.badTraffic().cluster.failsToBrake(MANY);

      Watched watched = watch(bench, threads);

      assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(bench.cluster.log()).hasSize(MANY + 1).endsWith("brake failed", "brake");
    }
  }

  @Test
  void brakesForWhatSomebodyElseHasDoneToTheObjects() {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.goodTraffic().cluster.wasChanged("foreign change: HTTPRoute chat: its claim is gone");

      Watched watched = watch(bench, threads);

      assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(watched.because()).isEqualTo(FailureClass.LOCAL);
      assertThat(watched.reason())
          .isEqualTo("foreign change: HTTPRoute chat: its claim is gone, cluster eu-2");
      assertThat(bench.cluster.log()).containsExactly("brake");
    }
  }

  private static Watched watch(WatchBench bench, ExecutorService threads) {
    WatchRequest request = bench.request(WatchBench.NOW);
    PrometheusClient prometheus =
        new PrometheusClient(HttpClient.newHttpClient(), bench.access().url());
    Inquiry inquiry = new Inquiry(prometheus, threads, Duration.ofSeconds(5));
    Measurement measurement = new Measurement(request, bench.access(), inquiry);
    WatchState start = WatchState.start(request.plan().rules().analysis());
    try (Pulse pulse = new Pulse(WatchTest::gone, WatchTest::gone, start)) {
      return new Watch(request, "run", Instant.now(), bench.cluster, measurement, pulse, threads)
          .run();
    }
  }

  private static void gone(@Nullable WatchState state) {
    throw new ActivityCompletionFailureException(new IllegalStateException("gone"));
  }
}
