package io.fleetcanary.activity.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.metric.CountFold.Folded;
import io.fleetcanary.activity.metric.CountFold.Window;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pods count before they are warm. */
class WarmUpTest {
  private static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);
  private static final List<Criterion> CRITERIA =
      List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1));
  private static final Counting START = Counting.start(CRITERIA);

  @Test
  void leavesOutWhatThePodsDidBeforeTheyWereWarm() {
    History history = new History(BEGIN, 5);
    history.canary("c").readyAt(0).steady(-20, 20, 10, 8).steady(25, 60, 10, 1);
    history.stable("s").steady(-20, 60, 90, 0);

    Counting state = look(warmUp(20), START, history, 61).state();

    assertThat(state.canary()).isEqualTo(new Counts(80, 8));
    assertThat(state.stable()).as("of the same time").isEqualTo(new Counts(90 * 8, 0));
    assertThat(state.evidence(CRITERIA).share()).isEqualTo(new ShareSeen(80, 100 * 8));
  }

  @Test
  void countsEverythingWhereNothingHasToWarmUp() {
    History history = new History(BEGIN, 5);
    history.canary("c").readyAt(30).steady(-20, 60, 10, 8);
    history.stable("s").readyAt(45).steady(-20, 60, 90, 0);

    Counting state = look(warmUp(0), START, history, 61).state();

    assertThat(state.canary()).isEqualTo(new Counts(10 * 12, 8 * 12));
    assertThat(state.stable()).isEqualTo(new Counts(90 * 12, 0));
  }

  @Test
  void comparesWithTheWarmPodsOfStable() {
    History history = new History(BEGIN, 5);
    history.canary("c").readyAt(-300).steady(-20, 60, 10, 1);
    history.stable("s").readyAt(-3000).steady(-20, 60, 90, 1);
    history.stable("new").readyAt(30).steady(30, 60, 90, 80);

    Counting state = look(warmUp(60), START, history, 61).state();

    assertThat(state.canary()).isEqualTo(new Counts(10 * 12, 12));
    assertThat(state.stable()).isEqualTo(new Counts(90 * 12, 12));
  }

  @Test
  void countsNothingOfACanaryThatIsNotWarmYet() {
    History history = new History(BEGIN, 5);
    history.canary("c").readyAt(0).steady(-20, 40, 10, 8);
    history.stable("s").steady(-20, 40, 90, 0);

    Folded folded = look(warmUp(60), START, history, 41);

    assertThat(folded.state().canary()).isEqualTo(Counts.NONE);
    assertThat(folded.missing()).as("there is fresh data").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void countsTheSameHoweverOftenItLooksAtPodsThatWarmUp(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    History history = History.random(random, BEGIN, 300).allReadyAt(20);
    CountFold fold = warmUp(45);
    Counting often = START;
    for (double second = 0; second < 300; second += 0.5 + random.nextDouble() * 20) {
      often = look(fold, often, history, second).state();
    }

    assertThat(look(fold, often, history, 310).state())
        .usingRecursiveComparison()
        .ignoringFields("scrape")
        .isEqualTo(look(fold, START, history, 310).state());
  }

  private static CountFold warmUp(int seconds) {
    return new CountFold(
        CRITERIA,
        new Span(
            BEGIN, Duration.ofSeconds(10), false, Optional.empty(), Duration.ofSeconds(seconds)));
  }

  private static Folded look(CountFold fold, Counting state, History history, double second) {
    Window window = fold.window(state, BEGIN.plusMillis((long) (second * 1000)), 2);
    return fold.fold(state, history.arms(window, second), window);
  }
}
