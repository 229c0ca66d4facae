package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.kayenta.KayentaConfig;
import io.fleetcanary.core.kayenta.KayentaConfig.Direction;
import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Kayenta would say, beside what we do. */
class KayentaTest {
  private final WatchBench bench = new WatchBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void standsBesideOurVerdictAndChangesNothing() {
    Watched watched = bench.badTraffic().asks(config("errors", "slow")).watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.reason()).startsWith("errors 20");
    Finding last = watched.findings().getLast();
    assertThat(last.metric()).isEqualTo("kayenta");
    assertThat(last.verdict()).isEqualTo(Verdict.PASS);
    assertThat(last.sentence())
        .isEqualTo("kayenta, which decides nothing, says score 50, Fail: errors High, slow Pass");
  }

  @Test
  void knowsNothingOfMetricsThatAreNotOurs() {
    Watched watched = bench.goodTraffic().asks(config("CPU usage")).watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(watched.findings().getLast().sentence())
        .isEqualTo("kayenta, which decides nothing, says score 0, Fail: CPU usage Nodata");
  }

  @Test
  void isNotAskedWhereNobodyWantsIt() {
    Watched watched = bench.goodTraffic().watch(WatchBench.NOW);

    assertThat(watched.findings()).extracting(Finding::metric).doesNotContain("kayenta");
    assertThat(bench.prometheus.asked()).noneMatch(asked -> asked.contains(":60s]"));
  }

  private static KayentaConfig config(String... metrics) {
    List<Judged> judged =
        List.of(metrics).stream()
            .map(
                name ->
                    new Judged(
                        name,
                        List.of("all"),
                        Direction.INCREASE,
                        false,
                        false,
                        false,
                        false,
                        0,
                        new Effect(false, 1, 1, 1, 1)))
            .toList();
    return new KayentaConfig(judged, new TreeMap<>(), 95, 75);
  }
}
