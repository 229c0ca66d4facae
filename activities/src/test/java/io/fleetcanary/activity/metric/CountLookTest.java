package io.fleetcanary.activity.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.metric.CountFold.Window;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.query.Selectors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountLookTest {
  private static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);
  private static final List<Criterion> WORSE = List.of(new Criterion.Worse(0.1));

  /** Prometheus' answer may have 1 MiB, however many pods it is about. */
  @ParameterizedTest
  @CsvSource({"1, 600", "50, 600", "180, 166", "500, 60", "2000, 60"})
  void catchesUpInSmallerPartsWhereThereAreManyPods(int pods, int seconds) {
    Window window = look(pods, 3600).window();

    assertThat(window.past()).isTrue();
    assertThat(window.end()).isEqualTo(BEGIN.plusSeconds(seconds));
  }

  @Test
  void asksUpToNowWhereItIsNotBehind() {
    Window window = look(180, 45).window();

    assertThat(window.past()).isFalse();
    assertThat(window.end()).isEqualTo(BEGIN.plusSeconds(45));
  }

  private static CountLook look(int pods, int second) {
    Span span = new Span(BEGIN, Duration.ofSeconds(30), false, Optional.empty(), Duration.ZERO);
    Counting behind = Counting.start(WORSE).timed(Duration.ofSeconds(15), Duration.ofSeconds(30));
    Instant now = BEGIN.plusSeconds(second);
    Subject subject =
        new Subject(track("canary", 1), track("stable", pods), true, true, now, Duration.ZERO);
    return CountLook.of(
        new Selectors("of", "bad", ""), new CountFold(WORSE, span), behind, subject);
  }

  private static Track track(String arm, int pods) {
    return Track.of(
        new PrometheusAccess("", "", "pod"),
        "ml",
        IntStream.range(0, pods).mapToObj(i -> arm + "-" + i).toList());
  }
}
