package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is measured and decides nothing. */
class ShownOnlyTest {
  private final WatchBench bench = new WatchBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void showsAGaugeBesideStablesAndDecidesNothing() {
    Metric speed = new Metric.Gauge("speed", "avg(gpu{$track})", List.of(), false, true);
    bench.measures(WatchBench.ERRORS, speed).goodTraffic();
    bench.series("gpu{pod=\"%s\"}", "chat-canary-1").putAll(bench.constant(11));

    Watched watched = bench.watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(watched.findings().getLast().sentence())
        .isEqualTo("compared, decides nothing: speed: 11 against stable's 55 on average");
    assertThat(watched.findings().getLast().why())
        .isEqualTo("no range of the difference before 10 blocks of 5 minutes, got 0");
  }

  /** Nothing waits for what decides nothing. */
  @Test
  void passesWhereAMetricOnTrialHasNoData() {
    Metric tried =
        new Metric.Gauge("tried", "avg(nowhere{$track})", WatchBench.GPU.criteria(), true, false);

    Watched watched = bench.measures(WatchBench.ERRORS, tried).goodTraffic().watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(watched.findings().getLast().sentence())
        .isEqualTo("on trial, decides nothing, would be inconclusive: tried: no data");
  }
}
