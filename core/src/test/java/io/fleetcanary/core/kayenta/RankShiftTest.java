package io.fleetcanary.core.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Against published values, and against all differences of two values sorted one by one, outside
 * this code.
 */
class RankShiftTest {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double Z98 = KayentaJudge.CONFIDENCE;
  private static final double Z95 = 1.9599639845400538;

  @Test
  void hasKayentasConfidence() {
    assertThat(Z98).isCloseTo(-NORMAL.inverseCumulativeProbability(0.01), within(1e-12));
  }

  /** Four values of four and five of five that lie apart altogether: 2.165 and 2.507. */
  @Test
  void scoresFewValuesThatLieApart() {
    assertThat(of(values(4, i -> 10 + 10 * i), values(4, i -> 1 + i), Z98).score(0))
        .isCloseTo(2.165063509461097, within(1e-12));
    assertThat(of(values(5, i -> 10 + 10 * i), values(5, i -> 1 + i), Z98).score(0))
        .isCloseTo(2.5067182457620487, within(1e-12));
  }

  /** As {@code wilcox.test} of R does, in pipe-cd's tests: 500 even numbers, 600 that lie below. */
  @Test
  void agreesWithTheLargeSamplesThatPipeCdComparesWithR() {
    double[] even = values(500, i -> 2.0 * i);
    double[] below = values(600, i -> 2.0 * i - 41);
    double[] tied = values(600, i -> i < 30 ? 2.0 * i : 2.0 * i - 41);

    assertThat(less(even, below)).isCloseTo(0.0024667680407086112, within(1e-15));
    assertThat(2 * less(even, below)).isCloseTo(0.0049335360814172224, within(1e-15));
    assertThat(less(even, tied)).isCloseTo(0.0019351907119808942, within(1e-15));
  }

  @Test
  void findsTheIntervalOfThirtyValuesAgainstThirty() {
    double[] canary = values(30, i -> 8 + steps(i * 7 % 30) * (1 + i * 7 % 30 / 32.0));
    double[] stable = values(30, i -> 8.5 + steps(i * 11 % 30));

    RankShift shift = of(canary, stable, Z98);

    assertThat(shift.score(0)).isCloseTo(1.3528125149357746, within(1e-12));
    assertInterval(shift, -0.9296875, 4.0078125);
    assertThat(shift.estimate()).isCloseTo(1.28125, within(1e-9));
  }

  @Test
  void findsTheIntervalOfValuesOfWhichManyAreEqual() {
    double[] canary = values(90, i -> i * i % 13 * 0.5);
    double[] stable = values(90, i -> (i * i * i + i) % 11 * 0.5);

    RankShift shift = of(canary, stable, Z95);

    assertThat(shift.score(0)).isCloseTo(2.70946434065192, within(1e-12));
    assertInterval(shift, 0, 1);
    assertThat(shift.above(0)).isTrue();
    assertThat(shift.estimate()).isCloseTo(0.5, within(1e-9));
  }

  /** The interval ends at 0, and the test refuses 0: it is open there. */
  @Test
  void liesAboveZeroWhereMostValuesAreZeroAndTheCanaryHasFarMoreOthers() {
    RankShift shift = of(SparseErrors.CANARY, SparseErrors.STABLE, Z98);

    assertThat(shift.score(0)).isCloseTo(5.4217637188049315, within(1e-12));
    assertInterval(shift, 0, 0);
    assertThat(shift.estimate()).isZero();
    assertThat(shift.above(0)).isTrue();
    assertThat(shift.below(0)).isFalse();
  }

  /** Its ends, beyond which it lies above or below a shift. */
  private static void assertInterval(RankShift shift, double low, double high) {
    assertThat(shift.above(low - 1e-6)).isTrue();
    assertThat(shift.above(low + 1e-6)).isFalse();
    assertThat(shift.below(high - 1e-6)).isFalse();
    assertThat(shift.below(high + 1e-6)).isTrue();
  }

  /** Chance of ranks as low as the first sample's, or lower. */
  private static double less(double[] first, double[] second) {
    return NORMAL.cumulativeProbability(of(first, second, Z98).score(0));
  }

  private static double steps(int number) {
    return number * 0.25;
  }

  private static RankShift of(double[] canary, double[] stable, double z) {
    return RankShift.of(canary, stable, z);
  }

  private static double[] values(int many, IntToDoubleFunction value) {
    return IntStream.range(0, many).mapToDouble(value).toArray();
  }

  /** Minutes of which few have errors: 67 of 200 against 20 of 200. */
  static final class SparseErrors {
    static final double[] CANARY = values(200, i -> i % 3 == 0 ? (1 + i % 5) * 0.25 : 0);
    static final double[] STABLE = values(200, i -> i % 10 == 0 ? (1 + i % 7) * 0.25 : 0);

    private SparseErrors() {}
  }
}
