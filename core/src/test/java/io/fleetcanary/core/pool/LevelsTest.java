package io.fleetcanary.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Alternatives;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LevelsTest {
  private static final double[] SOME =
      IntStream.range(0, Alternatives.COUNT).mapToDouble(i -> Math.sin(i) * 30).toArray();

  @Test
  void roundsDownToAHundredth() {
    Levels levels = Levels.of(SOME);

    for (int i = 0; i < SOME.length; i++) {
      assertThat(levels.logs().get(i))
          .isCloseTo(SOME[i], within(0.01))
          .isLessThanOrEqualTo(SOME[i]);
    }
  }

  @Test
  void losesNothingWhenPackedAgain() {
    Levels levels = Levels.of(SOME);

    assertThat(Levels.of(levels.logs().stream().mapToDouble(Double::doubleValue).toArray()))
        .isEqualTo(levels);
    assertThat(levels.plus(Levels.NONE, 1)).isEqualTo(levels);
  }

  @Test
  void isSmall() {
    assertThat(Levels.of(SOME).packed()).hasSize(107);
  }

  @Test
  void refusesWhatItIsNot() {
    assertThatThrownBy(() -> new Levels("AAAA"))
        .hasMessage("levels must be 40 shorts, got 3 bytes");
  }

  /** 1.239 is kept as 1.23: what is taken off may have been that much. */
  @Test
  void takesOffWhatMayHaveBeenThere() {
    double[] logs = new double[Alternatives.COUNT];
    Arrays.fill(logs, 1.239);

    Levels left = Levels.of(logs).plus(Levels.of(logs), -1);

    assertThat(left.logs()).allSatisfy(log -> assertThat(log).isBetween(-0.011, 0.0));
    assertThat(left.logs().getFirst()).isNegative();
  }
}
