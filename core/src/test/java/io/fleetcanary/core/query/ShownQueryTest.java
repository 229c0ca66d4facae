package io.fleetcanary.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownQueryTest {
  private static final List<Criterion> LIMIT = List.of(new Criterion.Max(0.02));
  private static final String CANARY =
      "namespace=\"inference\",pod=~\"chat-canary-1|chat-canary-2\"";
  private static final Duration MINUTE = Duration.ofSeconds(65);

  @Test
  void dividesBadRequestsByAll() {
    Metric errors =
        new Metric.Ratio(
            "errors", "bad_total{$track,code=~\"5..\"}", "all_total{$track}", 50, LIMIT);

    assertThat(ShownQuery.of(errors, CANARY, MINUTE))
        .isEqualTo(
            "sum(increase(bad_total{namespace=\"inference\",pod=~\"chat-canary-1|chat-canary-2\",code=~\"5..\"}[65s]))"
                + " / sum(increase(all_total{namespace=\"inference\",pod=~\"chat-canary-1|chat-canary-2\"}[65s]))");
  }

  @Test
  void countsRequestsAboveTheEdge() {
    Metric slow = new Metric.Latency("slow", "seconds{$track}", 0.25, 50, LIMIT);

    assertThat(ShownQuery.of(slow, "pod=\"a\"", MINUTE))
        .isEqualTo(
            "1 - sum(increase(seconds_bucket{pod=\"a\",le=~\"0[.]25\"}[65s]))"
                + " / sum(increase(seconds_count{pod=\"a\"}[65s]))");
  }

  @Test
  void leavesAGaugeAsItWasWritten() {
    Metric load = new Metric.Gauge("load", "avg(load{$track}) or vector(0)\n", LIMIT);

    assertThat(ShownQuery.of(load, "pod=\"a\"", MINUTE))
        .isEqualTo("avg(load{pod=\"a\"}) or vector(0)");
  }

  /** A watch that was cut short at once has no second. */
  @Test
  void asksForASecondAtLeast() {
    Metric errors = new Metric.Ratio("errors", "bad{$track}", "all{$track}", 50, LIMIT);

    assertThat(ShownQuery.of(errors, "pod=\"a\"", Duration.ofMillis(400))).contains("[1s]");
  }
}
