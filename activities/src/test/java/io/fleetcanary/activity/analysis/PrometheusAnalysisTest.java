package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.metric.Counting;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusAnalysisTest {
  private static final Until FOR_EVER = new Until.Cancelled();

  private static final Duration SOON = Duration.ofMillis(200);

  private final WatchBench bench = new WatchBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void passesACanaryThatIsLikeStable() {
    Watched watched = bench.goodTraffic().watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(watched.seen()).hasToString("10.0 %");
    assertThat(watched.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "1 of 1 canary pods ready",
            "share 10 % seen, 10 % set, n = 11500",
            "errors 0.4 % against 1.10 x stable's 0.4 %, n = 1150",
            "slow 10 % over 0.5 s against 1.10 x stable's 10 %, n = 1150",
            "gpu-load 55 <= limit 95");
    assertThat(bench.cluster.log()).isEmpty();
  }

  @Test
  void asksPrometheusForRawSamplesOfOneArmAtATime() {
    bench.goodTraffic().watch(WatchBench.NOW);

    assertThat(bench.prometheus.asked())
        .anyMatch(
            query ->
                query.matches(
                    "http_requests_total\\{namespace=\"ml\",cluster=\"eu-2\","
                        + "pod=~\"chat-1[|]chat-2\",status=~\"5..\"}\\[\\d+s]"))
        .anyMatch(it -> it.matches("avg.{2}(gpu.*canary-1\"}) and last_over_time.\\1.180s.*"));
  }

  @Test
  void pullsTheBrakeBeforeItReportsErrors() {
    Watched watched = bench.badTraffic().watch(new Until.Baked(Duration.ofMinutes(10)));

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.because()).isEqualTo(FailureClass.EVIDENCE);
    assertThat(watched.reason()).isEqualTo("errors 20 % > limit 2 %, n = 1150, cluster eu-2");
    assertThat(bench.cluster.log()).containsExactly("brake");
  }

  @Test
  void findsErrorsThatAreWithinTheLimitButWorseThanStable() {
    bench.traffic("chat-canary-1", 250, 4).traffic("chat-1", 1125, 1).traffic("chat-2", 1125, 1);

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.reason())
        .isEqualTo("errors 1.6 % > 1.10 x stable's 0.089 %, n = 5750, cluster eu-2");
  }

  @Test
  void doesNotLetOneSpoiltAnswerDecideABake() {
    bench.goodTraffic().looksEvery(Duration.ofSeconds(2)).prometheus.answersOnlyOnce(503);

    assertThat(bench.watch(WatchBench.NOW).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void takesAnErrorSeriesThatDoesNotExistAsZero() {
    bench.traffic("chat-canary-1", 50, 0).traffic("chat-1", 225, 1).traffic("chat-2", 225, 1);
    bench.series("http_requests_total{pod=\"%s\",status=\"500\"}", "chat-canary-1").clear();

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(watched.findings().get(2).sentence()).startsWith("errors 0 % against");
  }

  @Test
  void failsAGaugeThatStaysBeyondItsLimit() {
    bench
        .goodTraffic()
        .looksEvery(SOON)
        .series("gpu{pod=\"%s\"}", "chat-canary-1")
        .putAll(bench.constant(99));

    Watched watched = bench.watch(new Until.Baked(Duration.ofMinutes(10)));

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.reason())
        .isEqualTo("gpu-load 99 > limit 95 at 3 looks on end, cluster eu-2");
  }

  @Test
  void failsOnPodTroubleWithItsOwnClassBeforeAskingForMetrics() {
    bench.badTraffic().cluster.hasTrouble(FailureClass.LOCAL, "pod chat-canary-1 has no GPU");

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.because()).isEqualTo(FailureClass.LOCAL);
    assertThat(watched.reason()).isEqualTo("pod chat-canary-1 has no GPU, cluster eu-2");
    assertThat(bench.cluster.log()).containsExactly("brake");
    assertThat(bench.prometheus.asked()).isEmpty();
  }

  @Test
  void seesPodTroubleThoughMetricsAreLookedAtRarely() {
    bench.goodTraffic().looksEvery(Duration.ofMinutes(10));
    CompletableFuture<Watched> watching = watching(FOR_EVER);
    await(() -> !bench.prometheus.asked().isEmpty());

    bench.cluster.hasTrouble(FailureClass.EVIDENCE, "pod chat-canary-1 crashes");

    assertThat(watching.join().reason()).isEqualTo("pod chat-canary-1 crashes, cluster eu-2");
  }

  @Test
  void triesTheBrakeAgainWhenItFails() {
    bench.badTraffic().cluster.failsToBrake(2);

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(bench.cluster.log()).containsExactly("brake failed", "brake failed", "brake");
  }

  @Test
  void reportsTheFailureEvenWhenTheBrakeDoesNotWork() {
    bench.badTraffic().cluster.failsToBrake(Integer.MAX_VALUE);

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(bench.cluster.log()).isNotEmpty().doesNotContain("brake");
  }

  @Test
  void findsErrorsWhileTheApiServerHangs() throws Exception {
    bench.badTraffic().looksEvery(SOON).cluster.freezesAfterTheFirstLook();
    bench.prometheus.answersOnly(503, "");
    CompletableFuture<Watched> watching = watching(FOR_EVER);
    bench.cluster.awaitFrozen();

    bench.prometheus.recovers();

    assertThat(watching.join().reason()).startsWith("errors 20 % > limit 2 %");
    assertThat(bench.cluster.log()).containsExactly("brake");
  }

  @Test
  void endsWithPassWhenStableServesTheNewRevision() {
    bench.goodTraffic().looksEvery(SOON);
    CompletableFuture<Watched> watching = watching(new Until.Promoted(Duration.ofMinutes(10)));
    await(() -> !bench.prometheus.asked().isEmpty());

    bench.cluster.isPromoted();

    assertThat(watching.join().verdict()).isEqualTo(Verdict.PASS);
    assertThat(watching.join().reason()).isEqualTo("stable serves the new revision, cluster eu-2");
  }

  @Test
  void failsWhenNoCanaryPodHasBeenReadyForLong() {
    bench.goodTraffic().looksEvery(SOON);
    bench.cluster.has(List.of(new Pod("chat-canary-1", false)), FakeCluster.STABLE);

    Watched watched = bench.watch(FOR_EVER);

    assertThat(watched.reason()).isEqualTo("no canary pod has been ready for 15 s, cluster eu-2");
    assertThat(watched.because()).isEqualTo(FailureClass.EVIDENCE);
    assertThat(bench.cluster.log()).containsExactly("brake");
  }

  @Test
  void failsAPromotionThatDoesNotEnd() {
    Watched watched = bench.goodTraffic().watch(new Until.Promoted(Duration.ofSeconds(1)));

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.because()).isEqualTo(FailureClass.EVIDENCE);
    assertThat(watched.reason())
        .isEqualTo("stable must serve the new revision within 1 s, and does not, cluster eu-2");
    assertThat(bench.cluster.log()).containsExactly("brake");
  }

  @Test
  void blamesTheClusterWhenAPromotionCannotBeSeenToEnd() {
    bench.goodTraffic().cluster.cannotBeSeen();

    Watched watched = bench.watch(new Until.Promoted(Duration.ZERO));

    assertThat(watched.because()).isEqualTo(FailureClass.LOCAL);
  }

  @Test
  void keepsAbsoluteLimitsWhenNothingIsLeftToCompareWith() {
    bench.badTraffic().cluster.has(FakeCluster.CANARY, List.of());

    Watched watched = bench.watch(FOR_EVER);

    assertThat(watched.reason()).startsWith("errors 20 % > limit 2 %");
  }

  @Test
  void stopsWithoutBrakingWhenCancelled() {
    CompletableFuture<WatchState> counted = counted();
    bench.goodTraffic().looksEvery(Duration.ofMinutes(1));
    CompletableFuture<Watched> watching = watching(FOR_EVER);
    counted.join();

    bench.badTraffic().temporal.requestCancelActivity();

    assertThatThrownBy(watching::join).hasRootCauseInstanceOf(CanceledFailure.class);
    assertThat(bench.cluster.log()).isEmpty();
  }

  @Test
  void goesOnWhereTheLastAttemptStopped() {
    CompletableFuture<WatchState> counted = counted();
    bench.goodTraffic();
    CompletableFuture<Watched> firstAttempt = watching(new Until.Baked(Duration.ofMinutes(10)));
    counted.join();
    bench.cluster.hasTrouble(FailureClass.LOCAL, "only to end it");
    firstAttempt.join();
    bench.cluster.has(FakeCluster.CANARY, FakeCluster.STABLE);
    bench.prometheus.forgets(bench.scrape(20));

    bench.temporal.setHeartbeatDetails(counted.join());
    Watched restarted = bench.watch(WatchBench.NOW);

    assertThat(restarted.verdict()).isEqualTo(Verdict.PASS);
    assertThat(restarted.seen()).isEqualTo(new ShareSeen(1150, 11500));
  }

  @Test
  void countsAgainWhatIsThereWhenTheLastAttemptLeftNothing() {
    bench.goodTraffic().prometheus.forgets(bench.scrape(20));

    Watched restarted = bench.watch(WatchBench.NOW);

    assertThat(restarted.seen().canary()).isEqualTo(150);
  }

  @Test
  void doesNotTryAClusterThatItsWorkerDoesNotKnow() {
    try (WatchBench elsewhere = new WatchBench("eu-3")) {
      assertThatThrownBy(() -> elsewhere.watch(WatchBench.NOW))
          .hasStackTraceContaining("cluster must be one of this worker's fleet file, got eu-3");
    }
  }

  /** What the first look that has counted requests knows: with it, that look is over. */
  private CompletableFuture<WatchState> counted() {
    CompletableFuture<WatchState> counted = new CompletableFuture<>();
    bench.temporal.setActivityHeartbeatListener(
        WatchState.class,
        state -> {
          if (state.metrics().getFirst() instanceof Counting counting && counting.folded() > 0) {
            counted.complete(state);
          }
        });
    return counted;
  }

  private CompletableFuture<Watched> watching(Until until) {
    return CompletableFuture.supplyAsync(() -> bench.watch(until));
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
