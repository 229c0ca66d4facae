package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Promotion;
import io.fleetcanary.activity.pool.PoolPost;
import io.fleetcanary.activity.prometheus.Inquiry;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.activity.series.SeriesPost;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.series.MetricSeries;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.temporal.client.ActivityCompletionFailureException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WatchTest {
  /** More than fit into the time that a brake is tried while Temporal is there. */
  private static final int MANY = 20;

  private static final List<Pod> DOWN = List.of(new Pod("chat-1", false), new Pod("chat-2", false));

  private final BlockingQueue<Page> kept = new LinkedBlockingQueue<>();

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

  @Test
  @DisplayName("F41: stable breaks by itself under a bad canary")
  void movesNoTrafficOntoAStableThatIsDown() {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.badTraffic().cluster.has(FakeCluster.CANARY, DOWN);
      bench.cluster.asksFor(2, 1);

      Watched watched = watch(bench, threads);

      assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(watched.because()).isEqualTo(FailureClass.LOCAL);
      assertThat(watched.reason())
          .startsWith(
              "stable itself is down, so no traffic is moved onto it: errors 20 % > limit 2 %");
      assertThat(bench.cluster.log()).isEmpty();
    }
  }

  @Test
  void brakesWhereTheCanaryServesNobodyEither() {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.badTraffic().cluster.has(List.of(new Pod("chat-canary-1", false)), DOWN);
      bench.cluster.asksFor(2, 1);

      assertThat(watch(bench, threads).verdict()).isEqualTo(Verdict.FAIL);
      assertThat(bench.cluster.log()).containsExactly("brake");
    }
  }

  @Test
  @DisplayName("F41: stable breaks by itself under a good canary")
  void saysThatStableIsDownLongBeforeTheBakeIsOver() {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.goodTraffic().looksEvery(Duration.ofMillis(100)).cluster.has(FakeCluster.CANARY, DOWN);
      bench.cluster.asksFor(2, 1);

      Watched watched = watch(bench, threads, new Until.Baked(Duration.ofHours(1)));

      assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(watched.because()).isEqualTo(FailureClass.LOCAL);
      assertThat(watched.reason())
          .isEqualTo(
              "stable itself is down: none of its 2 pods has been ready for 15 s, cluster eu-2");
      assertThat(bench.cluster.log()).isEmpty();
    }
  }

  @Test
  @DisplayName("F5: the cluster is ahead of what Temporal knows")
  void asksAPersonAtOnceWhereStableServesTheNewRevisionAlready() {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.goodTraffic().cluster.isPromoted();

      Watched watched = watch(bench, threads, new Until.Baked(Duration.ofHours(1)));

      assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(watched.because()).isEqualTo(FailureClass.LOCAL);
      assertThat(watched.reason())
          .isEqualTo(
              "stable serves the new revision already: it did before the rollout came here, or"
                  + " Temporal was restored from a backup and has forgotten the promotion, cluster"
                  + " eu-2");
      assertThat(bench.cluster.log()).isEmpty();
    }
  }

  @Test
  void brakesForWhatSomebodyElseHasDoneThoughStableServesTheNewRevisionAlready() {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.goodTraffic().cluster.isPromoted();
      bench.cluster.wasChanged("foreign change: HTTPRoute chat: its claim is gone");

      Watched watched = watch(bench, threads, new Until.Baked(Duration.ofHours(1)));

      assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(bench.cluster.log()).containsExactly("brake");
    }
  }

  @Test
  @Timeout(60)
  void brakesForErrorsWhileAPersonIsAskedAboutAPromotedStable() {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.badTraffic().cluster.isPromoted(FakeCluster.CANARY, Promotion.DONE);

      assertThat(watch(bench, threads, new Until.Cancelled()).verdict()).isEqualTo(Verdict.FAIL);
      assertThat(bench.cluster.log()).containsExactly("brake");
    }
  }

  @Test
  @Timeout(60)
  void brakesWhereThePromotedPodsBreakThoughTheCanaryAnswers() {
    List<Pod> pods = List.of(new Pod("chat-canary-1", true), new Pod("chat-3", false));
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.badTraffic().cluster.isPromoted(pods, Promotion.BEGUN);

      assertThat(watch(bench, threads, new Until.Cancelled()).verdict()).isEqualTo(Verdict.FAIL);
      assertThat(bench.cluster.log()).containsExactly("brake");
    }
  }

  @Test
  void tellsTheFleetWhatItHasSeen() throws InterruptedException {
    BlockingQueue<PoolReport> told = new LinkedBlockingQueue<>();
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.goodTraffic();

      watch(bench, threads, told::add);

      PoolReport first = told.take();
      PoolReport last = told.take();
      assertThat(first.ending()).isEqualTo(Ending.GOES_ON);
      assertThat(last.ending()).isEqualTo(Ending.PASSED);
      assertThat(last.cluster()).isEqualTo("eu-2");
      assertThat(last.parts()).hasSize(2);
      assertThat(last.parts().getFirst().sums().canary().requests()).isGreaterThan(1000);
      assertThat(last.parts().getFirst().levels()).isNotEqualTo(Levels.NONE);
    }
  }

  @Test
  void leavesWhatItHasMeasuredToTheJournal() throws InterruptedException {
    try (WatchBench bench = new WatchBench();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      bench.badTraffic();

      watch(bench, threads);

      Page page = kept.take();
      assertThat(page.rolloutId()).isEqualTo("chat-20261125120000-ab12");
      assertThat(page.runId()).isEqualTo("run");
      WatchSeries watched = ((Evidence.Series) page.entries().getFirst().evidence()).watch();
      assertThat(watched.cluster()).isEqualTo("eu-2");
      assertThat(watched.kind()).isEqualTo(WatchSeries.Kind.BAKE);
      assertThat(watched.metrics())
          .extracting(MetricSeries::metric)
          .containsExactly("errors", "slow", "gpu-load");
      assertThat(watched.metrics().getFirst().canary().getLast().value()).isEqualTo(0.2);
      assertThat(watched.metrics().getFirst().stable().getLast().value()).isLessThan(0.01);
    }
  }

  private Watched watch(WatchBench bench, ExecutorService threads) {
    return watch(bench, threads, WatchBench.NOW);
  }

  private Watched watch(WatchBench bench, ExecutorService threads, Until until) {
    return watch(
        bench,
        threads,
        bench.request(until),
        report -> {
          throw new IllegalStateException("gone");
        });
  }

  private Watched watch(WatchBench bench, ExecutorService threads, Consumer<PoolReport> told) {
    return watch(bench, threads, bench.request(WatchBench.NOW), told);
  }

  private Watched watch(
      WatchBench bench, ExecutorService threads, WatchRequest request, Consumer<PoolReport> told) {
    PrometheusClient prometheus =
        new PrometheusClient(HttpClient.newHttpClient(), bench.access().url());
    Inquiry inquiry = new Inquiry(prometheus, threads, Duration.ofSeconds(5));
    Measurement measurement = new Measurement(request, bench.access(), inquiry);
    WatchState start = WatchState.start(request.plan().rules().analysis());
    try (Pulse pulse = new Pulse(WatchTest::gone, WatchTest::gone, start);
        PodNews news = new PodNews(bench.cluster, request.plan(), pulse::wake, threads)) {
      PoolPost post = new PoolPost(request, new TreeMap<>(), told, threads);
      SeriesPost series = new SeriesPost(request, "run", kept::add, threads);
      return series.kept(
          new Watch(
                  request,
                  "run",
                  Instant.now(),
                  bench.cluster,
                  measurement,
                  pulse,
                  news,
                  threads,
                  post,
                  series)
              ::run);
    }
  }

  private static void gone(WatchState state) {
    throw new ActivityCompletionFailureException(new IllegalStateException("gone"));
  }
}
