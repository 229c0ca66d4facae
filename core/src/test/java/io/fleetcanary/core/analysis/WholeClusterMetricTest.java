package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A metric without {@code $track}. */
class WholeClusterMetricTest {
  private static final List<Criterion> MAX = List.of(new Criterion.Max(0.05));
  private static final Metric GATEWAY = new Metric.Ratio("gateway", "bad", "all", 500, MAX);
  private static final Metric SLOW = new Metric.Latency("slow", "ttft{$track}", 0.5, 50, MAX);

  /** Both arms would be the same series, and the canary's share a half. */
  @Test
  void tellsNothingOfTheCanarysShare() {
    assertThat(Analyzer.shareMetric(List.of(GATEWAY, SLOW))).contains(1);
    assertThat(Analyzer.shareMetric(List.of(GATEWAY))).isEmpty();
  }

  @Test
  void isOfNoArm() {
    assertThat(GATEWAY.ofOneArm()).isFalse();
    assertThat(SLOW.ofOneArm()).isTrue();
  }
}
