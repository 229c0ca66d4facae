package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.CountFold.Window;
import io.fleetcanary.activity.analysis.WatchState.Counting;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a watch costs: space and queries, however long it goes on. Processor time is measured by
 * {@link AnalysisCost}.
 */
class CostTest {
  static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);
  static final int LOOK_SECONDS = 30;
  static final int HOUR = 3600;
  static final Metric.Ratio ERRORS = (Metric.Ratio) WatchBench.ERRORS;
  static final CountFold FOLD =
      new CountFold(
          ERRORS.criteria(),
          BEGIN,
          Duration.ofSeconds(LOOK_SECONDS),
          false,
          Optional.empty(),
          Duration.ZERO);

  /** Figures have more digits after a day, no more than that. */
  @Test
  void needsNoMoreSpaceAfterADayThanAfterAnHour() throws IOException {
    History history = traffic(24 * HOUR);
    Counting state = Counting.start(ERRORS.criteria());
    List<Integer> sizes = new ArrayList<>();
    for (int second = LOOK_SECONDS; second <= 24 * HOUR; second += LOOK_SECONDS) {
      Window window = FOLD.window(state, BEGIN.plusSeconds(second));
      state = FOLD.fold(state, history.arms(window, second), window).state();
      if (second % HOUR == 0) {
        sizes.add(Payloads.mapper().writeValueAsBytes(new WatchState(List.of(state))).length);
      }
    }

    assertThat(state.folded()).isGreaterThan(24 * 60);
    assertThat(sizes.getFirst()).isLessThan(1024);
    assertThat(sizes.getLast()).isLessThan(sizes.getFirst() + 16);
  }

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

  private static History traffic(int seconds) {
    History history = new History(BEGIN, LOOK_SECONDS / 2);
    history.canary("c").steady(-60, seconds, 150, 1);
    history.stable("s").steady(-60, seconds, 1350, 7);
    return history;
  }
}
