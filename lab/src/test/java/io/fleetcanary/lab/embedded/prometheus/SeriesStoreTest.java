package io.fleetcanary.lab.embedded.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.embedded.prometheus.Query.Latest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeriesStoreTest {
  private static final Instant T0 = Instant.parse("2026-11-25T12:00:00Z");
  private static final SortedMap<String, String> UP = new TreeMap<>(Map.of("__name__", "up"));
  private static final Selector SELECTOR =
      new Selector(List.of(new Selector.Equal("__name__", "up")));

  private final SeriesStore store = new SeriesStore();

  @Test
  void answersTheNewestSampleNotAfterTheTime() {
    add(0, 1);
    add(10, 2);

    assertThat(latest(9)).containsExactly(1.0);
    assertThat(latest(10)).containsExactly(2.0);
    assertThat(latest(-1)).isEmpty();
  }

  @Test
  void looksBackFiveMinutesAndNoFurther() {
    add(0, 1);

    assertThat(latest(299)).containsExactly(1.0);
    assertThat(latest(300)).isEmpty();
  }

  @Test
  void looksBackNoFurtherThanTheQuerySays() {
    add(0, 1);

    assertThat(values(store.latest(within(90), T0.plusSeconds(89)))).containsExactly(1.0);
    assertThat(values(store.latest(within(90), T0.plusSeconds(90)))).isEmpty();
    assertThat(values(store.latest(within(600), T0.plusSeconds(300)))).isEmpty();
  }

  @Test
  void forgetsASeriesAtOnceWhenItHasEnded() {
    add(0, 1);
    store.add(UP, Sample.end(T0.plusSeconds(5)));

    assertThat(latest(4)).containsExactly(1.0);
    assertThat(latest(5)).isEmpty();
    assertThat(between(0, 60)).isEmpty();
    assertThat(between(-1, 60)).containsExactly(1.0);
  }

  @Test
  void leavesOutTheBeginningOfARange() {
    add(0, 1);
    add(1, 2);
    add(2, 3);

    assertThat(between(0, 2)).containsExactly(2.0, 3.0);
  }

  @Test
  void keepsFifteenMinutes() {
    add(0, 1);
    add(900, 2);
    assertThat(between(-1, 900)).containsExactly(1.0, 2.0);

    add(901, 3);

    assertThat(between(-1, 901)).containsExactly(2.0, 3.0);
  }

  private void add(int seconds, double value) {
    store.add(UP, Sample.of(T0.plusSeconds(seconds), value));
  }

  private List<Double> latest(int seconds) {
    return values(
        store.latest(new Latest(SELECTOR, SeriesStore.LOOK_BACK), T0.plusSeconds(seconds)));
  }

  private static Latest within(int seconds) {
    return new Latest(SELECTOR, Duration.ofSeconds(seconds));
  }

  private List<Double> between(int from, int to) {
    return values(store.between(SELECTOR, T0.plusSeconds(from), T0.plusSeconds(to)));
  }

  private static List<Double> values(List<SeriesStore.Found> found) {
    return found.stream().flatMap(one -> one.samples().stream()).map(Sample::value).toList();
  }
}
