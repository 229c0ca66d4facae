package io.fleetcanary.core.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.kayenta.KayentaConfig.Direction;
import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.core.kayenta.KayentaJudge.Label;
import io.fleetcanary.core.kayenta.KayentaJudge.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what Kayenta's own tests say, and what is known of its defects. */
class KayentaJudgeTest {
  private static final double CONFIDENCE_95 = 1.959963984540054;
  private static final double[] FAR = {20, 22, 21, 25, 30};
  private static final double[] NEAR = {1, 2.2, 1.1, 2.5, 3};
  private static final Effect ANY = new Effect(false, 1, 1, 1, 1);

  @Test
  void findsTheShiftThatKayentaFinds() {
    RankShift shift =
        RankShift.of(new double[] {10, 20, 30, 40}, new double[] {1, 2, 3, 4}, CONFIDENCE_95);

    assertThat(shift.above(6 - 1e-6) && !shift.above(6 + 1e-6)).isTrue();
    assertThat(shift.below(39 + 1e-6) && !shift.below(39 - 1e-6)).isTrue();
    assertThat(shift.estimate()).isCloseTo(22.5, within(1e-6));
  }

  /** spinnaker/spinnaker#6278: with seven bad values of ten it passes, with eight it does not. */
  @Test
  void passesSevenBadValuesOfTen() {
    double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    double[] seven = {100, 100, 100, 100, 100, 100, 100, 1, 1, 1};
    double[] eight = {100, 100, 100, 100, 100, 100, 100, 100, 1, 1};
    RankShift shift = RankShift.of(seven, ones, KayentaJudge.CONFIDENCE);

    assertThat(shift.above(-1e-4) && !shift.above(1e-4)).isTrue();
    assertThat(shift.below(99 + 1e-4) && !shift.below(99 - 1e-4)).isTrue();
    assertThat(outcome(ANY, seven, ones)).isEqualTo(Outcome.PASS);
    assertThat(outcome(ANY, eight, ones)).isEqualTo(Outcome.HIGH);
  }

  /** spinnaker/kayenta#426. */
  @Test
  void passesErrorsThatAreRare() {
    assertThat(outcome(ANY, new double[] {0, 1, 2, 1, 0, 0}, new double[6]))
        .isEqualTo(Outcome.PASS);
  }

  /** As Kayenta's large case: a rank test that refuses 0 says more than the interval's end. */
  @Test
  void findsManyMoreErrorsAlsoWhereMostMinutesHaveNone() {
    double[] canary = RankShiftTest.SparseErrors.CANARY;
    double[] stable = RankShiftTest.SparseErrors.STABLE;

    assertThat(outcome(ANY, canary, stable)).isEqualTo(Outcome.HIGH);
    assertThat(outcome(ANY, stable, canary)).isEqualTo(Outcome.LOW);
    assertThat(outcome(new Effect(false, 5, 1, 1, 1), canary, stable)).isEqualTo(Outcome.PASS);
  }

  @Test
  void judgesThirtyValuesAgainstThirtyInTheDirectionThatIsAskedFor() {
    double[] stable = new double[30];
    Arrays.setAll(stable, i -> 8.5 + i * 11 % 30 * 0.25);
    double[] same = new double[30];
    Arrays.setAll(same, i -> 8.6 + i * 7 % 30 * 0.25);
    double[] twice = scaled(same, 2);

    assertThat(outcome(ANY, same, stable)).isEqualTo(Outcome.PASS);
    assertThat(outcome(ANY, twice, stable)).isEqualTo(Outcome.HIGH);
    assertThat(outcome(ANY, stable, twice)).isEqualTo(Outcome.LOW);
    assertThat(label(judged(Direction.DECREASE, false, false, ANY), twice, stable).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(label(judged(Direction.INCREASE, false, false, ANY), stable, twice).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void passesErrorsThatAreRareOnBothArms() {
    double[] canary = new double[10];
    canary[4] = 1.0 / 3;
    double[] stable = new double[10];
    stable[7] = 1.0 / 27;

    assertThat(outcome(ANY, canary, stable)).isEqualTo(Outcome.PASS);
  }

  /** Four values are no proof at 98 %, so the interval begins at the least difference. */
  @Test
  void failsOnFourValuesOnlyWhereTheyAreFarApart() {
    double[] four = {1, 2, 3, 4};

    assertThat(outcome(ANY, new double[] {10, 20, 30, 40}, four)).isEqualTo(Outcome.HIGH);
    assertThat(outcome(ANY, new double[] {5, 6, 7, 8}, four)).isEqualTo(Outcome.PASS);
  }

  @Test
  void takesWhatRoundingMakesOfEqualValuesForEqual() {
    double[] sums = new double[60];
    double[] plain = new double[60];
    Arrays.setAll(sums, i -> 0.1 * (i % 7) + 0.2);
    Arrays.setAll(plain, i -> (i % 7 + 2) / 10.0);
    sums[0] = 0.3;

    assertThat(outcome(ANY, sums, plain)).isEqualTo(Outcome.PASS);
    assertThat(outcome(ANY, constant(0.1 + 0.2), constant(0.3))).isEqualTo(Outcome.PASS);
  }

  private static double[] constant(double value) {
    return DoubleStream.generate(() -> value).limit(9).toArray();
  }

  /** Kayenta itself passes this at 1e-4 and 1e-5. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-4, 1e-5, 1e6})
  void saysTheSameInEveryUnit(double scale) {
    SplittableRandom random = new SplittableRandom(7);
    double[] stable =
        DoubleStream.generate(() -> 1 + random.nextGaussian() / 5).limit(60).toArray();
    double[] canary =
        DoubleStream.generate(() -> 1.5 + random.nextGaussian() / 5).limit(60).toArray();

    assertThat(outcome(ANY, scaled(canary, scale), scaled(stable, scale))).isEqualTo(Outcome.HIGH);
  }

  @Test
  void asksForASizeOfTheEffectAsRatioOfMeans() {
    double[] other = {20, 22, 21, 25, 30};

    assertThat(outcome(new Effect(false, 1.2, 0.8, 1, 1), FAR, NEAR)).isEqualTo(Outcome.HIGH);
    assertThat(outcome(new Effect(false, 13, 0.8, 15, 1), FAR, NEAR)).isEqualTo(Outcome.PASS);
    assertThat(
            outcome(
                new Effect(false, 1, 0.5, 1, 1), new double[] {10, 12.2, 10.1, 12.5, 23}, other))
        .isEqualTo(Outcome.PASS);
    assertThat(outcome(new Effect(false, 1.2, 0.8, 1, 1), NEAR, FAR)).isEqualTo(Outcome.LOW);
  }

  @Test
  void asksForASizeOfTheEffectAsChance() {
    assertThat(outcome(new Effect(true, 0.8, 0.2, 0.5, 0.5), FAR, NEAR)).isEqualTo(Outcome.HIGH);
    assertThat(outcome(new Effect(true, 0.8, 0.2, 0.5, 0.5), NEAR, FAR)).isEqualTo(Outcome.LOW);
    assertThat(RankShift.larger(FAR, NEAR)).isEqualTo(1);
    assertThat(RankShift.larger(FAR, FAR)).isEqualTo(0.5);
  }

  @Test
  void isCriticalOnlyWhereTheEffectIs() {
    double[] low = {2, 2, 2, 2, 3};
    double[] high = {10, 20.2, 10.1, 20.5, 30};

    assertThat(label(critical(new Effect(false, 1, 1, 1.2, 1)), FAR, NEAR))
        .isEqualTo(new Label(Outcome.HIGH, true));
    assertThat(label(critical(new Effect(false, 1, 1, 1, 1.2)), low, high))
        .isEqualTo(new Label(Outcome.LOW, true));
    assertThat(label(critical(new Effect(false, 5, 1, 13, 1)), FAR, NEAR))
        .isEqualTo(new Label(Outcome.HIGH, false));
    assertThat(label(critical(new Effect(false, 13, 1, 15, 1)), FAR, NEAR))
        .isEqualTo(new Label(Outcome.PASS, false));
    assertThat(label(critical(ANY), FAR, NEAR)).isEqualTo(new Label(Outcome.HIGH, true));
  }

  @Test
  void knowsTiesAndConstants() {
    double[] tens = {10, 10, 10, 10, 10};
    double[] ones = {1, 1, 1, 1, 1};
    double[] near = {54.9, 54.5, 55.1, 55.6, 57.4};
    Effect fifth = new Effect(false, 1.2, 0.8, 1, 1);

    assertThat(outcome(ANY, new double[] {1, 1, 1}, new double[] {1, 1})).isEqualTo(Outcome.PASS);
    assertThat(outcome(ANY, new double[] {1, 2, 3, 4, 5}, new double[] {5, 4, 3, 2, 1}))
        .isEqualTo(Outcome.PASS);
    assertThat(outcome(ANY, new double[] {0, 1, 1, 1, 1}, ones)).isEqualTo(Outcome.PASS);
    assertThat(outcome(ANY, new double[] {1, 1, 1, 1, 10}, ones)).isEqualTo(Outcome.PASS);
    assertThat(outcome(ANY, tens, ones)).isEqualTo(Outcome.HIGH);
    assertThat(outcome(ANY, tens, new double[5])).isEqualTo(Outcome.HIGH);
    assertThat(outcome(fifth, near, new double[5])).isEqualTo(Outcome.HIGH);
    assertThat(outcome(fifth, new double[5], near)).isEqualTo(Outcome.LOW);
  }

  @Test
  void looksInTheDirectionThatIsAskedFor() {
    Judged down = judged(Direction.DECREASE, false, false, ANY);
    Judged up = judged(Direction.INCREASE, false, false, ANY);

    assertThat(label(down, FAR, NEAR).outcome()).isEqualTo(Outcome.PASS);
    assertThat(label(up, NEAR, FAR).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void knowsWhatIsMissing() {
    double[] five = {1, 2, 3, 4, 5};
    double[] none = {Double.NaN, Double.NaN};

    assertThat(label(judged(Direction.EITHER, false, false, ANY), none, five))
        .isEqualTo(new Label(Outcome.NODATA, false));
    assertThat(label(critical(ANY), none, five)).isEqualTo(new Label(Outcome.NODATA, true));
    assertThat(label(judged(Direction.EITHER, true, false, ANY), none, five))
        .isEqualTo(new Label(Outcome.NODATA_FAIL, false));
    assertThat(label(replacing(), new double[0], five)).isEqualTo(new Label(Outcome.PASS, false));
  }

  @Test
  void takesMissingValuesForZeroWhereAsked() {
    double[] gaps = new double[10];
    Arrays.fill(gaps, Double.NaN);
    double[] ten = {10, 11, 10, 11, 10, 11, 10, 11, 10, 11};

    assertThat(label(replacing(), ten, gaps)).isEqualTo(new Label(Outcome.HIGH, true));
  }

  @Test
  void leavesOutWhatLiesFarOff() {
    double[] steady = new double[200];
    Arrays.setAll(steady, i -> 10 + i % 5);
    double[] spiked = DoubleStream.of(steady).map(value -> value + 0.5).toArray();
    spiked[0] = 1e6;
    Effect fifth = new Effect(false, 1.2, 0.8, 1, 1);

    assertThat(outcome(fifth, spiked, steady)).isEqualTo(Outcome.HIGH);
    assertThat(label(outliers(3, fifth), spiked, steady).outcome()).isEqualTo(Outcome.PASS);
  }

  /** NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.6.2, and halves from 0 to 3.5. */
  @Test
  void findsPercentilesBetweenValues() {
    double[] nist = {
      95.0610, 95.0925, 95.1195, 95.1442, 95.1567, 95.1591, 95.1682, 95.1772, 95.1772, 95.1937,
      95.1959, 95.1990
    };
    double[] halves = {0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5};

    assertThat(KayentaJudge.percentile(nist, 90)).isCloseTo(95.19568, within(1e-9));
    assertThat(KayentaJudge.percentile(halves, 5)).isCloseTo(0.175, within(1e-12));
    assertThat(KayentaJudge.percentile(halves, 50)).isEqualTo(1.75);
    assertThat(KayentaJudge.percentile(halves, 100)).isEqualTo(3.5);
  }

  /** NIST/SEMATECH e-Handbook of Statistical Methods, 7.1.6: only the last one is an outlier. */
  @Test
  void leavesOutTheOneOutlierOfNist() {
    double[] nist = {
      30, 171, 184, 201, 212, 250, 265, 270, 272, 289, 305, 306, 322, 322, 336, 346, 351, 370, 390,
      404, 409, 411, 436, 437, 439, 441, 444, 448, 451, 453, 470, 480, 482, 487, 494, 495, 499, 503,
      514, 521, 522, 527, 548, 550, 559, 560, 570, 572, 574, 578, 585, 592, 592, 607, 616, 618, 621,
      629, 637, 638, 640, 656, 668, 707, 709, 719, 737, 739, 752, 758, 766, 792, 792, 794, 802, 818,
      830, 832, 843, 858, 860, 869, 918, 925, 953, 991, 1000, 1005, 1068, 1441
    };

    assertThat(KayentaJudge.withoutOutliers(nist, 1.5)).isEqualTo(Arrays.copyOf(nist, 89));
    assertThat(KayentaJudge.withoutOutliers(nist, 3)).isEqualTo(nist);
    assertThat(KayentaJudge.withoutOutliers(new double[] {-5, -1, -1, -1, 1, 1, 1, 5}, 1.5))
        .containsExactly(-1, -1, -1, 1, 1, 1);
  }

  private static Outcome outcome(Effect effect, double[] canary, double[] stable) {
    return label(judged(Direction.EITHER, false, false, effect), canary, stable).outcome();
  }

  private static Label label(Judged metric, double[] canary, double[] stable) {
    return KayentaJudge.label(metric, canary, stable);
  }

  private static Judged judged(
      Direction direction, boolean mustHaveData, boolean critical, Effect effect) {
    return new Judged(
        "errors", List.of("all"), direction, critical, mustHaveData, false, false, 0, effect);
  }

  private static Judged critical(Effect effect) {
    return judged(Direction.EITHER, false, true, effect);
  }

  private static Judged replacing() {
    return new Judged("errors", List.of("all"), Direction.EITHER, true, false, false, true, 0, ANY);
  }

  private static Judged outliers(double factor, Effect effect) {
    return new Judged(
        "errors", List.of("all"), Direction.EITHER, false, false, false, false, factor, effect);
  }

  private static double[] scaled(double[] values, double scale) {
    return DoubleStream.of(values).map(value -> value * scale).toArray();
  }
}
