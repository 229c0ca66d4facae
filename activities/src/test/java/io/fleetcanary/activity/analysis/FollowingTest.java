package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stable is scaled while a canary with 10 % of its requests is watched. */
class FollowingTest {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Until LONG = new Until.Baked(Duration.ofMinutes(10));
  private static final Pod FIRST = new Pod("chat-canary-1", true);

  private final WatchBench bench = new WatchBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void growsTheCanaryWhenStableHasGrown() {
    bench.goodTraffic().cluster.asksFor(20, 1);

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(bench.cluster.log()).containsExactly("canary gets 2");
  }

  @Test
  void growsTheCanaryWhateverIsWaitedFor() {
    bench.goodTraffic().looksEvery(SOON).cluster.asksFor(20, 1);
    CompletableFuture<Watched> watching = watching(new Until.Cancelled());

    await(() -> bench.cluster.log().contains("canary gets 2"));

    bench.cluster.hasTrouble(FailureClass.EVIDENCE, "enough");
    assertThat(watching.join().verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void shrinksTheCanaryWhenStableShrinksWhileItBakes() {
    bench.goodTraffic().looksEvery(SOON).cluster.asksFor(20, 1);
    CompletableFuture<Watched> watching = watching(LONG);
    await(() -> bench.cluster.log().contains("canary gets 2"));

    bench.cluster.asksFor(10, 2);

    await(() -> bench.cluster.log().contains("canary gets 1"));
    bench.cluster.hasTrouble(FailureClass.EVIDENCE, "enough");
    assertThat(watching.join().verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void triesAgainWhenTheCanaryCannotBeResized() {
    bench.goodTraffic().looksEvery(SOON).cluster.asksFor(20, 1);
    bench.cluster.failsToResize(2);
    CompletableFuture<Watched> watching = watching(LONG);

    await(() -> bench.cluster.log().contains("canary gets 2"));

    bench.cluster.hasTrouble(FailureClass.EVIDENCE, "enough");
    assertThat(watching.join().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(bench.cluster.log()).startsWith("resize failed", "resize failed", "canary gets 2");
  }

  @Test
  void doesNotEndABakeWhileTheNewPodsAreOnTheirWay() {
    bench.goodTraffic().looksEvery(SOON).cluster.asksFor(20, 1);
    bench.cluster.has(List.of(FIRST, new Pod("chat-canary-2", false)), FakeCluster.STABLE);
    CompletableFuture<Watched> watching = watching(WatchBench.NOW);
    int asked = bench.prometheus.asked().size();
    await(() -> bench.prometheus.asked().size() > asked + 20);
    assertThat(watching).isNotDone();

    bench.cluster.has(List.of(FIRST, new Pod("chat-canary-2", true)), FakeCluster.STABLE);

    assertThat(watching.join().findings())
        .extracting(Finding::sentence)
        .startsWith("2 of 2 canary pods ready");
    assertThat(watching.join().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void waitsForNoPodThatLeaves() {
    Pod leaving = new Pod("chat-canary-2", false, true, Optional.empty());
    bench.goodTraffic().cluster.has(List.of(FIRST, leaving), FakeCluster.STABLE);

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(watched.findings().getFirst().sentence()).isEqualTo("1 of 1 canary pods ready");
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
