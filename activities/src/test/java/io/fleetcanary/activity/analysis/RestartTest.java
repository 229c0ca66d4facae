package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.activity.metric.Counting;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker is lost in the middle of a bake of a service with two hundred pods. */
class RestartTest {
  private static final Instant STARTED = Instant.parse("2026-11-25T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(10);

  private final WatchBench bench =
      new WatchBench().measures(WatchBench.ERRORS, WatchBench.SLOW).warmsUp(Duration.ofMinutes(5));

  @AfterEach
  void stop() {
    bench.close();
  }

  /** Kubernetes says of pods that got their readiness back when that was, not when it was first. */
  @Test
  void comesToTheSameThoughAllPodsHaveGotTheirReadinessBackMeanwhile() {
    IntStream.range(0, 20).forEach(i -> bench.traffic(canary(i), 5, 0.05));
    IntStream.range(0, 180).forEach(i -> bench.traffic(stable(i), 5, 0.05));
    ready(STARTED.plusSeconds(90));
    WatchState left = leftByALostWorker();
    Watched uninterrupted = bench.watch(WatchBench.NOW);
    ready(Instant.now());
    bench.prometheus.forgets(bench.scrape(20));

    bench.temporal.setHeartbeatDetails(left);
    Watched restarted = bench.watch(WatchBench.NOW);

    assertThat(restarted.findings()).isEqualTo(uninterrupted.findings());
    assertThat(restarted.verdict()).isEqualTo(Verdict.PASS);
  }

  private WatchState leftByALostWorker() {
    CompletableFuture<WatchState> counted = new CompletableFuture<>();
    bench.temporal.setActivityHeartbeatListener(
        WatchState.class,
        state -> {
          if (hasCounted(state)) {
            counted.complete(state);
          }
        });
    CompletableFuture<Watched> watching =
        CompletableFuture.supplyAsync(() -> bench.watch(new Until.Baked(LONG)));
    counted.orTimeout(20, TimeUnit.SECONDS).join();
    bench.cluster.hasTrouble(FailureClass.LOCAL, "only to end it");
    watching.join();
    ready(STARTED.plusSeconds(90));
    return counted.join();
  }

  private static boolean hasCounted(@Nullable WatchState state) {
    return state != null
        && state.metrics().getFirst() instanceof Counting counting
        && counting.folded() > 0;
  }

  private void ready(Instant since) {
    bench.cluster.has(
        IntStream.range(0, 20).mapToObj(i -> pod(canary(i), since)).toList(),
        IntStream.range(0, 180).mapToObj(i -> pod(stable(i), since)).toList());
  }

  private static Pod pod(String name, Instant since) {
    return new Pod(name, true, false, Optional.of(new Readiness(STARTED, since)));
  }

  private static String canary(int number) {
    return "chat-canary-6c5f7d8b9-" + (1000 + number);
  }

  private static String stable(int number) {
    return "chat-7d9f8b6c54-" + (1000 + number);
  }
}
