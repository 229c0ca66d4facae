package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Prometheus answers with two series, the first of them good. Who looks at the first alone releases
 * whatever the second one says; here each counts, or nobody can tell which is meant.
 */
class SecondSeriesTest {
  private static final Metric LOAD =
      new Metric.Gauge("gpu-load", "gpu{}", List.of(new Criterion.Max(95)));

  private final WatchBench bench = new WatchBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void neverPassesWhereTheSecondSeriesOfAQueryIsBad() {
    bench.measures(WatchBench.ERRORS, LOAD).goodTraffic();
    bench.series("gpu{pod=\"%s\"}", "chat-2").putAll(bench.constant(99));

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(watched.reason()).isEqualTo("gpu-load: 3 values, query must give one, cluster eu-2");
  }

  @Test
  void failsWhereTheSecondSeriesOfACounterIsBad() {
    bench.goodTraffic();
    bench.counter("http_requests_total{pod=\"%s\",status=\"503\"}", "chat-canary-1", i -> 10.0 * i);

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.reason()).startsWith("errors 17 % > limit 2 %");
  }

  @Test
  void failsWhereTheSecondPodOfTheCanaryIsBad() {
    bench
        .traffic("chat-canary-1", 25, 0.1)
        .traffic("chat-canary-2", 25, 10)
        .traffic("chat-1", 225, 1)
        .traffic("chat-2", 225, 1)
        .cluster
        .has(
            List.of(new Pod("chat-canary-1", true), new Pod("chat-canary-2", true)),
            FakeCluster.STABLE);

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.reason()).startsWith("errors 20.2 % > limit 2 %");
  }
}
