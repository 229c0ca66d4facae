package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Engines that count successes, and no requests: Triton, TensorRT-LLM. */
class SuccessCountersTest {
  private static final Metric.Ratio ERRORS =
      new Metric.Ratio(
          "errors",
          "http_requests_total{$track,status=\"500\"}",
          "http_requests_total{$track,status=\"200\"}",
          500,
          List.of(new Criterion.Max(0.05), new Criterion.Worse(0.1)));

  private final WatchBench bench = new WatchBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void findACanaryThatFailsEveryRequest() {
    bench.traffic("chat-canary-1", 50, 50).traffic("chat-1", 225, 1).traffic("chat-2", 225, 1);

    Watched watched = bench.measures(ERRORS).watch(new Until.Baked(Duration.ofMinutes(10)));

    assertThat(watched.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(watched.reason()).isEqualTo("errors 100 % > limit 5 %, n = 1150, cluster eu-2");
    assertThat(bench.cluster.log()).containsExactly("brake");
  }

  @Test
  void passACanaryThatIsLikeStable() {
    Watched watched = bench.goodTraffic().measures(ERRORS).watch(WatchBench.NOW);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
  }
}
