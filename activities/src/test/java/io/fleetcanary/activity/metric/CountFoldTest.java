package io.fleetcanary.activity.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.metric.CountFold.Folded;
import io.fleetcanary.activity.metric.CountFold.Window;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.AlphaSpending;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval.Shift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountFoldTest {
  private static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);
  private static final List<Criterion> CRITERIA =
      List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1));
  private static final CountFold FOLD = fold(Duration.ofSeconds(10), false);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void countsTheSameHoweverOftenItLooksAndHoweverLateSamplesCome(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    History history = History.random(random, BEGIN, 300);
    Counting often = start();
    for (double second = 0; second < 300; second += 0.5 + random.nextDouble() * 20) {
      often = look(often, history, second).state();
    }
    often = look(often, history, 310).state();

    Counting once = look(start(), history, 310).state();

    assertThat(often.folded()).isEqualTo(once.folded()).isGreaterThan(25);
    assertThat(often.canary()).isEqualTo(once.canary());
    assertThat(often.stable()).isEqualTo(once.stable());
    assertThat(often.ratios()).isEqualTo(once.ratios());
  }

  @Test
  void waitsForTheSlowestTargetBeforeAnIntervalCounts() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 23, 10, 0);
    history.stable("s").steady(-17, 18, 90, 0);

    Folded folded = look(start(), history, 23);

    assertThat(folded.state().folded()).isEqualTo(1);
    assertThat(folded.state().canary()).isEqualTo(new Counts(20, 0));
    assertThat(folded.missing()).isEmpty();
  }

  @Test
  void goesOnWithoutATargetThatWentSilentButSaysSo() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 60, 10, 1);
    history.stable("s").steady(-20, 60, 90, 0);
    history.stable("t").steady(-20, 20, 90, 0);

    Folded folded = look(start(), history, 61);

    assertThat(folded.state().folded()).isEqualTo(6);
    assertThat(folded.missing()).isEqualTo("stale, no sample of t for 15.0 s");
  }

  @Test
  void countsNothingWhileTheWholeCanaryIsSilent() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 20, 10, 1);
    history.stable("s").steady(-20, 60, 90, 0);

    Folded folded = look(start(), history, 61);

    assertThat(folded.state().folded()).isZero();
    assertThat(folded.missing()).startsWith("stale, no sample of c");
  }

  @Test
  void saysWhichArmHasNoData() {
    History onlyStable = new History(BEGIN, 5);
    onlyStable.stable("s").steady(-20, 60, 90, 0);
    History onlyCanary = new History(BEGIN, 5);
    onlyCanary.canary("c").steady(-20, 60, 90, 0);

    assertThat(look(start(), onlyStable, 61).missing()).isEqualTo("no data from the canary");
    assertThat(look(start(), onlyCanary, 61).missing()).isEqualTo("no data from stable");
  }

  @Test
  void needsTwoSamplesToKnowAnything() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(2, 3, 10, 0);
    history.stable("s").steady(2, 3, 90, 0);

    assertThat(look(start(), history, 4).missing()).isEqualTo("no second sample yet");
  }

  @Test
  void takesIntervalsLongEnoughToHoldAScrapeOfEveryTarget() {
    History history = new History(BEGIN, 15);
    history.canary("c").steady(-60, 120, 10, 0);
    history.stable("s").steady(-60, 120, 90, 0);

    Counting state = lookEvery(Duration.ofSeconds(10), history, 120).state();

    assertThat(state.scrape()).isEqualTo(Duration.ofSeconds(15));
    assertThat(state.step()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void looksBackAsFarAsPrometheusDoesUntilTheScrapeIntervalIsKnown() {
    Window first = FOLD.window(start(), BEGIN.plusSeconds(1), 2);
    Counting known = start().timed(Duration.ofSeconds(5), Duration.ofSeconds(10));
    Window later = FOLD.window(known, BEGIN.plusSeconds(1), 2);

    assertThat(first.from()).isEqualTo(BEGIN.minusSeconds(300));
    assertThat(first.over(" up{$track} ")).isEqualTo("up{$track}[302s]");
    assertThat(later.from()).isEqualTo(BEGIN.minusMillis(17_500));
  }

  @Test
  void catchesUpInChunksAndSkipsAGapWithoutSamples() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 1200, 10, 0).steady(3600, 4800, 10, 0);
    history.stable("s").steady(-20, 1200, 90, 0).steady(3600, 4800, 90, 0);

    Counting state = start();
    int looks = 0;
    for (Window window = window(state, 4800); window.past(); window = window(state, 4800)) {
      state = FOLD.fold(state, history.arms(window, 4800), window).state();
      looks++;
    }
    state = look(state, history, 4800).state();

    assertThat(looks).isEqualTo(7);
    assertThat(state.folded()).isEqualTo(480);
    assertThat(state.canary().requests()).isEqualTo(10 * (240 + 240));
  }

  @Test
  void countsNoFurtherBackThanSixHours() {
    Window window = window(start(), 7 * 3600);

    assertThat(window.from()).isEqualTo(BEGIN.plusSeconds(3600 - 300));
    assertThat(window.past()).isTrue();
  }

  @Test
  void startsEvidenceAfreshEveryTenMinutesWhereAWatchHasNoEnd() {
    CountFold endless = fold(Duration.ofSeconds(10), true);
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 900, 10, 0);
    history.stable("s").steady(-20, 900, 90, 0);
    Window window = new Window(BEGIN.minusSeconds(60), BEGIN.plusSeconds(900), false);

    Counting state = endless.fold(start(), history.arms(window, 900), window).state();

    assertThat(state.folded()).isEqualTo(90);
    assertThat(state.canary().requests()).isEqualTo(10 * 60);
    assertThat(endless.alphaShare(state)).isEqualTo(AlphaSpending.share(2));
    assertThat(FOLD.alphaShare(state)).isEqualTo(1);
  }

  @Test
  void judgesTheShareFromWhenTheGatewayObeysANewWeight() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 20, 5, 1).steady(25, 120, 25, 0);
    history.stable("s").steady(-20, 20, 95, 0).steady(25, 120, 75, 0);

    Counting state = shifted(0.05, 0.25, history, 120).state();

    assertThat(state.evidence(CRITERIA).share()).isEqualTo(new ShareSeen(25 * 20, 100 * 20));
    assertThat(state.canary()).isEqualTo(new Counts(5 * 4 + 25 * 20, 4));
    assertThat(state.stable()).isEqualTo(new Counts(95 * 4 + 75 * 20, 0));
  }

  @Test
  void judgesTheShareFromWhenTheFirstRequestsReachTheCanary() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 10, 0, 0).steady(15, 120, 25, 0);
    history.stable("s").steady(-20, 10, 100, 0).steady(15, 120, 75, 0);

    assertThat(shifted(0, 0.25, history, 120).state().evidence(CRITERIA).share())
        .isEqualTo(new ShareSeen(25 * 22, 100 * 22));
  }

  @Test
  void waitsHalfAMinuteForAGatewayToObeyThenCountsWhatItDoes() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 120, 5, 0);
    history.stable("s").steady(-20, 120, 95, 0);

    assertThat(shifted(0.05, 0.25, history, 120).state().evidence(CRITERIA).share())
        .isEqualTo(new ShareSeen(5 * 18, 100 * 18));
  }

  @Test
  void waitsOneIntervalWhereIntervalsAreLong() {
    History history = new History(BEGIN, 30);
    history.canary("c").steady(-90, 30, 5, 0).steady(60, 600, 25, 0);
    history.stable("s").steady(-90, 30, 95, 0).steady(60, 600, 75, 0);
    CountFold fold =
        new CountFold(
            CRITERIA,
            new Span(
                BEGIN,
                Duration.ofSeconds(30),
                false,
                Optional.of(new Shift(0.05, 0.25)),
                Duration.ZERO));
    Window window = fold.window(start(), at(600), 2);

    Counting state = fold.fold(start(), history.arms(window, 600), window).state();

    assertThat(state.step()).isEqualTo(Duration.ofSeconds(60));
    assertThat(state.evidence(CRITERIA).share()).isEqualTo(new ShareSeen(30 + 25 * 18, 100 * 20));
  }

  @Test
  void countsWhatLooksLikeTheWeightBeforeOnceTheGatewayHasObeyed() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 10, 25, 0).steady(15, 120, 5, 0);
    history.stable("s").steady(-20, 10, 75, 0).steady(15, 120, 95, 0);

    assertThat(shifted(0.05, 0.25, history, 120).state().evidence(CRITERIA).share())
        .isEqualTo(new ShareSeen(25 * 2 + 5 * 22, 100 * 24));
  }

  @Test
  void countsTheSameHoweverOftenItLooksWhileAGatewayIsLate() {
    History history = new History(BEGIN, 5);
    history.canary("c").steady(-20, 20, 5, 0).steady(25, 120, 25, 1);
    history.stable("s").steady(-20, 20, 95, 0).steady(25, 120, 75, 0);
    CountFold fold = fold(new Shift(0.05, 0.25));
    Counting often = start();
    for (int second = 1; second <= 120; second++) {
      Window window = fold.window(often, at(second), 2);
      often = fold.fold(often, history.arms(window, second), window).state();
    }

    assertThat(often).isEqualTo(shifted(0.05, 0.25, history, 120).state());
  }

  private static Folded shifted(double before, double now, History history, double second) {
    CountFold fold = fold(new Shift(before, now));
    Window window = fold.window(start(), at(second), 2);
    return fold.fold(start(), history.arms(window, second), window);
  }

  private static CountFold fold(Shift shift) {
    return new CountFold(
        CRITERIA,
        new Span(BEGIN, Duration.ofSeconds(10), false, Optional.of(shift), Duration.ZERO));
  }

  private static Folded lookEvery(Duration every, History history, double second) {
    CountFold fold = fold(every, false);
    Window window = fold.window(start(), at(second), 2);
    return fold.fold(start(), history.arms(window, second), window);
  }

  private static Folded look(Counting state, History history, double second) {
    Window window = window(state, second);
    return FOLD.fold(state, history.arms(window, second), window);
  }

  private static Window window(Counting state, double second) {
    return FOLD.window(state, at(second), 2);
  }

  private static CountFold fold(Duration every, boolean endless) {
    return new CountFold(
        CRITERIA, new Span(BEGIN, every, endless, Optional.empty(), Duration.ZERO));
  }

  private static Counting start() {
    return Counting.start(CRITERIA);
  }

  private static Instant at(double second) {
    return BEGIN.plusMillis((long) (second * 1000));
  }
}
