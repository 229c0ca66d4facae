package io.fleetcanary.lab.evaluation.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MannWhitneyTest {
  /** Of the 252 ways to choose five of ten, as {@code wilcox.test(exact = TRUE)} of R. */
  @Test
  void ranksFivePointsExactly() {
    double[] low = {1, 2, 3, 4, 5};

    assertThat(MannWhitney.chance(new double[] {6, 7, 8, 9, 10}, low)).isEqualTo(1 / 252.0);
    assertThat(MannWhitney.chance(new double[] {5, 7, 8, 9, 10}, new double[] {1, 2, 3, 4, 6}))
        .isEqualTo(2 / 252.0);
    assertThat(MannWhitney.chance(low, new double[] {6, 7, 8, 9, 10})).isEqualTo(1);
    assertThat(MannWhitney.chance(new double[5], new double[5])).isEqualTo(1);
  }

  /** What PipeCD's own tests say of its test: 1/70, 58/70, 17/70, and where points are equal. */
  @Test
  void ranksFourPointsAsPipeCdDoes() {
    double[] some = {2, 1, 3, 5};
    double[] above = {12, 11, 13, 15};
    double[] among = {0, 4, 6, 7};

    assertThat(MannWhitney.chance(above, some)).isCloseTo(0.0142857142857, within(1e-13));
    assertThat(MannWhitney.chance(some, above)).isEqualTo(1);
    assertThat(MannWhitney.chance(some, among)).isCloseTo(0.8285714285714285, within(1e-13));
    assertThat(MannWhitney.chance(among, some)).isCloseTo(0.24285714285714288, within(1e-13));
    assertThat(MannWhitney.chance(some, some)).isCloseTo(0.6285714285714286, within(1e-13));
    assertThat(MannWhitney.chance(some, new double[] {2, 2, 2, 2}))
        .isCloseTo(0.3571428571428571, within(1e-13));
    assertThat(MannWhitney.chance(some, new double[] {1, 1, 1, 1, 1}))
        .isCloseTo(0.04761904761904767, within(1e-13));
  }
}
