package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final Metric.Ratio ERRORS = (Metric.Ratio) WatchBench.ERRORS;

  /** One for each selector and arm, however many series there are, and metrics that share it. */
  @Test
  void asksForEachSelectorOnceALook() {
    try (WatchBench bench = new WatchBench()) {
      Metric again =
          new Metric.Ratio(
              "timeouts", "timeouts_total{$track}", ERRORS.of(), 50, ERRORS.criteria());
      bench.measures(ERRORS, again, WatchBench.GPU).goodTraffic();
      for (int status = 0; status < 50; status++) {
        bench.counter(
            "http_requests_total{pod=\"%s\",status=\"2" + status + "\"}", "chat-1", i -> i);
      }

      bench.watch(WatchBench.NOW);

      List<String> looks =
          bench.prometheus.asked().stream().filter(it -> !it.contains(":10m]")).toList();
      assertThat(looks).doesNotHaveDuplicates().hasSize(2 * 3 + 1);
    }
  }
}
