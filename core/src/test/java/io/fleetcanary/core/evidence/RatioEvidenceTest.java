package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Draws.Binomial;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RatioEvidenceTest {
  private static final int RUNS = 4000;
  private static final int LOOKS = 60;
  private static final double ALPHA = 0.05;
  private static final double PROOF = -Math.log(ALPHA);

  @Test
  void agreesWithThePublishedFixtures() {
    assertThat(log(0, interval(1000, 12, 1000, 5))).isCloseTo(0.65100978, within(1e-8));
    assertThat(log(0, interval(1000, 12, 9000, 45))).isCloseTo(1.73635205, within(1e-8));
    assertThat(log(0, interval(1000, 12, 1000, 5), interval(1000, 10, 1000, 4)))
        .isCloseTo(1.71165695, within(1e-8));
    assertThat(log(0.25, interval(1000, 12, 1000, 5))).isCloseTo(-0.09342231, within(1e-8));
  }

  @Test
  void agreesWithTheProductOfBinomialProbabilities() {
    List<Interval> intervals =
        List.of(interval(90, 4, 800, 3), interval(120, 0, 700, 2), interval(100, 6, 900, 1));

    double expected = Math.log(slowly(0.1, intervals).doubleValue());

    assertThat(log(0.1, intervals.toArray(Interval[]::new))).isCloseTo(expected, within(1e-10));
  }

  @Test
  void saysNothingWhileAnArmHasNoRequestsOrNothingIsBad() {
    Stream.of(interval(0, 0, 900, 9), interval(100, 50, 0, 0), interval(100, 0, 900, 0))
        .forEach(silent -> assertThat(log(0.1, silent)).isCloseTo(0, within(1e-12)));
  }

  @Test
  void survivesMillionsOfBadRequests() {
    assertThat(log(0, interval(4_000_000, 2_000_000, 36_000_000, 360_000))).isGreaterThan(1e5);
    assertThat(log(0, interval(4_000_000, 40_000, 36_000_000, 18_000_000))).isLessThan(-1e4);
  }

  @Test
  void keepsAlphaWhenLookedAtAfterEveryInterval() {
    Arms atTheMargin = new Arms(500, 0.022, 4500, 0.02);

    long alarms = Draws.alarms(RUNS, seed -> atTheMargin.alarms(seed, 0.1));

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(RUNS, ALPHA));
  }

  @Test
  void keepsAlphaAtRatesSoHighThatTheBinomialIsOnlyAnApproximation() {
    Arms slowRequests = new Arms(50, 0.55, 450, 0.5);

    long alarms = Draws.alarms(RUNS, seed -> slowRequests.alarms(seed, 0.1));

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(RUNS, ALPHA));
  }

  @Test
  void keepsAlphaThroughWeightStepsWhileBothArmsGetWorse() {
    List<Arms> steps =
        List.of(
            new Arms(50, 0.005, 950, 0.005),
            new Arms(100, 0.0075, 900, 0.0075),
            new Arms(500, 0.01, 500, 0.01));

    long alarms = Draws.alarms(RUNS, seed -> alarms(seed, 0, steps));

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(RUNS, ALPHA));
  }

  @Test
  void findsDoubledErrors() {
    Arms doubled = new Arms(300, 0.02, 2700, 0.01);

    long found = Draws.alarms(1000, seed -> doubled.alarms(seed, 0.1));

    assertThat(found).isGreaterThan(990);
  }

  @Test
  void findsAGrosslyBadCanaryWithinAHandfulOfErrors() {
    assertThat(log(0.1, interval(20, 6, 400, 2))).isGreaterThan(Math.log(1000));
  }

  @Test
  void sumsOverAllStartsOfAFault() {
    List<Interval> intervals =
        List.of(interval(90, 1, 800, 9), interval(120, 6, 700, 2), interval(100, 6, 900, 1));
    RatioQuestion late = new RatioQuestion(0.1, Noise.constant(1), Alternatives.EVEN, 0.5);
    RatioEvidence evidence = RatioEvidence.none(late);
    for (Interval interval : intervals) {
      evidence = evidence.plus(interval);
    }

    double expected = late.toCome(3);
    for (int start = 0; start <= 3; start++) {
      double weight = start == 0 ? 0.5 : late.toCome(start - 1) - late.toCome(start);
      List<Interval> since = intervals.subList(start, 3);
      expected += weight * Math.exp(log(0.1, since.toArray(Interval[]::new)));
    }

    assertThat(Math.exp(evidence.log())).isCloseTo(expected, within(1e-9));
  }

  @Test
  void findsALateFaultThatGoodHoursWouldHide() {
    Interval good = interval(300, 2, 2700, 18);
    Interval bad = interval(300, 8, 2700, 18);
    RatioEvidence remembering = RatioEvidence.none(published(0.1));
    RatioEvidence forgetting = RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(1)));
    for (int i = 0; i < 260; i++) {
      remembering = remembering.plus(i < 240 ? good : bad);
      forgetting = forgetting.plus(i < 240 ? good : bad);
    }

    assertThat(remembering.log()).isLessThan(Math.log(100));
    assertThat(forgetting.log()).isGreaterThan(Math.log(1000));
  }

  @Test
  void provesLessTheMoreTheArmsDifferAnyway() {
    Interval odd = interval(1000, 40, 9000, 90);

    RatioEvidence calm = RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(1))).plus(odd);
    RatioEvidence noisy = RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(4))).plus(odd);

    assertThat(noisy.log()).isBetween(0.0, calm.log() / 3);
  }

  /** Evidence of many bad requests at a small alpha; what speaks for the canary stays. */
  @Test
  void isNeverBelievedToBeMoreThanItIs() {
    Noise calm = Noise.of(Optional.of(1.0), Duration.ofSeconds(30));
    for (long bad : new long[] {100, 200, 300, 400}) {
      Interval seen = interval(30_000, bad, 270_000, 1350);
      RatioEvidence evidence = RatioEvidence.none(RatioQuestion.worse(0.1, calm)).plus(seen);

      double believed = evidence.log(seen, 1e-5);

      assertThat(believed).isLessThanOrEqualTo(evidence.log());
      assertThat(believed < evidence.log()).isEqualTo(evidence.log() > 0);
      assertThat(evidence.log(seen, 0.008)).isEqualTo(evidence.log());
    }
  }

  @Test
  void showsThatACanaryIsNotWorse() {
    RatioEvidence good = RatioEvidence.none(RatioQuestion.notWorse(0.5, 1));
    RatioEvidence bad = good;
    for (int i = 0; i < 30; i++) {
      good = good.plus(interval(3000, 15, 27000, 135));
      bad = bad.plus(interval(3000, 23, 27000, 135));
    }

    assertThat(good.log()).isGreaterThan(Math.log(20));
    assertThat(bad.log()).isLessThan(0);
  }

  @Test
  void showsThatACanaryIsNotWorseByGoldenValues() {
    assertThat(notWorse(interval(1000, 5, 1000, 12))).isCloseTo(2.45789091, within(1e-8));
    assertThat(notWorse(interval(9000, 45, 81000, 405))).isCloseTo(1.68096549, within(1e-8));
    assertThat(notWorse(interval(30000, 150, 270000, 1350))).isCloseTo(9.74216337, within(1e-8));
    assertThat(notWorse(interval(30000, 150, 30000, 150))).isCloseTo(3.79300508, within(1e-8));
    assertThat(notWorse(interval(30000, 225, 270000, 1350))).isCloseTo(-4.38436198, within(1e-8));
  }

  @Test
  void showsTheSameByTheSumsWhileTheWeightStandsStill() {
    Interval[] parts = new Interval[30];
    Interval sum = interval(0, 0, 0, 0);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = interval(300, i % 4, 2700, 10 + i % 7);
      sum = sum.plus(parts[i]);
    }

    assertThat(notWorse(sum)).isCloseTo(notWorse(parts), within(1e-9));
  }

  @Test
  void wronglyShowsThatACanaryIsNotWorseNoMoreOftenThanAlpha() {
    Arms atTheBound = new Arms(500, 0.0075, 4500, 0.005);

    long wrong =
        Draws.alarms(
            RUNS, seed -> alarms(seed, RatioQuestion.notWorse(0.5, 1), List.of(atTheBound)));

    assertThat(wrong).isLessThanOrEqualTo(Draws.tolerated(RUNS, ALPHA));
  }

  private static boolean alarms(long seed, double by, List<Arms> steps) {
    return alarms(seed, RatioQuestion.worse(by, Noise.constant(1)), steps);
  }

  private static boolean alarms(long seed, RatioQuestion test, List<Arms> steps) {
    SplittableRandom random = new SplittableRandom(seed);
    RatioEvidence evidence = RatioEvidence.none(test);
    for (Arms step : steps) {
      for (int look = 0; look < LOOKS / steps.size(); look++) {
        evidence = evidence.plus(step.draw(random));
        if (evidence.log() >= PROOF) {
          return true;
        }
      }
    }
    return false;
  }

  private static double log(double by, Interval... intervals) {
    RatioEvidence evidence = RatioEvidence.none(published(by));
    for (Interval interval : intervals) {
      evidence = evidence.plus(interval);
    }
    return evidence.log();
  }

  private static double notWorse(Interval... intervals) {
    RatioEvidence evidence = RatioEvidence.none(RatioQuestion.notWorse(0.5, 1));
    for (Interval interval : intervals) {
      evidence = evidence.plus(interval);
    }
    return evidence.log();
  }

  private static RatioQuestion published(double by) {
    return new RatioQuestion(by, Noise.constant(1), Alternatives.EVEN, 1);
  }

  private static Interval interval(long requests, long bad, long stable, long stableBad) {
    return new Interval(new Counts(requests, bad), new Counts(stable, stableBad));
  }

  /** The mean over the grid of products of ratios of probabilities, with 60 digits. */
  private static BigDecimal slowly(double by, List<Interval> intervals) {
    MathContext digits = new MathContext(60);
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < 40; i++) {
      double ratio = (1 + by) * 1.1 * Math.pow(20 / 1.1, i / 39.0);
      BigDecimal product = BigDecimal.ONE;
      for (Interval interval : intervals) {
        BigDecimal share = BigDecimal.valueOf(probability(ratio, interval));
        BigDecimal expected = BigDecimal.valueOf(probability(1 + by, interval));
        BigDecimal rest = BigDecimal.ONE.subtract(share);
        BigDecimal expectedRest = BigDecimal.ONE.subtract(expected);
        product =
            product
                .multiply(share.divide(expected, digits).pow((int) interval.canary().bad()))
                .multiply(rest.divide(expectedRest, digits).pow((int) interval.stable().bad()));
      }
      sum = sum.add(product);
    }
    return sum.divide(BigDecimal.valueOf(40), digits);
  }

  /** That one of the bad requests is the canary's. */
  private static double probability(double ratio, Interval interval) {
    double canary = ratio * interval.canary().requests();
    return canary / (canary + interval.stable().requests());
  }

  /** Both arms' rates, as they truly are. */
  private record Arms(int requests, Binomial bad, int stable, Binomial stableBad) {
    Arms(int requests, double rate, int stable, double stableRate) {
      this(requests, Binomial.of(requests, rate), stable, Binomial.of(stable, stableRate));
    }

    Interval draw(SplittableRandom random) {
      return interval(requests, bad.draw(random), stable, stableBad.draw(random));
    }

    boolean alarms(long seed, double by) {
      return RatioEvidenceTest.alarms(seed, by, List.of(this));
    }
  }
}
