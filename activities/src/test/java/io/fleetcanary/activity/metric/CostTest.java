package io.fleetcanary.activity.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.metric.CountFold.Window;
import io.fleetcanary.core.analysis.Criterion;
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
 * What it takes to remember a metric, however long a watch goes on. Processor time is measured by
 * {@link AnalysisCost}.
 */
class CostTest {
  static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);
  static final int LOOK_SECONDS = 30;
  static final int HOUR = 3600;
  static final Metric.Ratio ERRORS =
      new Metric.Ratio(
          "errors",
          "http_requests_total{$track,status=~\"5..\"}",
          "http_requests_total{$track}",
          50,
          List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1)));
  static final CountFold FOLD =
      new CountFold(
          ERRORS.criteria(),
          new Span(
              BEGIN, Duration.ofSeconds(LOOK_SECONDS), false, Optional.empty(), Duration.ZERO));

  /** Figures have more digits after a day, no more than that. */
  @Test
  void needsNoMoreSpaceAfterADayThanAfterAnHour() throws IOException {
    History history = traffic(24 * HOUR);
    Counting state = Counting.start(ERRORS.criteria());
    List<Integer> sizes = new ArrayList<>();
    for (int second = LOOK_SECONDS; second <= 24 * HOUR; second += LOOK_SECONDS) {
      Window window = FOLD.window(state, BEGIN.plusSeconds(second), 2);
      state = FOLD.fold(state, history.arms(window, second), window).state();
      if (second % HOUR == 0) {
        sizes.add(Payloads.mapper().writeValueAsBytes(state).length);
      }
    }

    assertThat(state.folded()).isGreaterThan(24 * 60);
    assertThat(sizes.getFirst()).isLessThan(1024);
    assertThat(sizes.getLast()).isLessThan(sizes.getFirst() + 16);
  }

  private static History traffic(int seconds) {
    History history = new History(BEGIN, LOOK_SECONDS / 2);
    history.canary("c").steady(-60, seconds, 150, 1);
    history.stable("s").steady(-60, seconds, 1350, 7);
    return history;
  }
}
