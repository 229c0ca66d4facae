package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeanShiftTest {
  private static final double STABLE = 45;

  @Test
  void agreesWithThePublishedFixture() {
    assertThat(MeanShift.halfWidth(100, 1, 0.1, 0.05)).isCloseTo(0.303781102, within(1e-9));
  }

  /** Block means 1 to 12, but for the last, which is not over: 1 to 11, mean 6, variance 11. */
  @Test
  void averagesOverBlocksThatAreOver() {
    MeanShift shift = looks(12, look -> 1 + look / 10);

    assertThat(shift.looks()).isEqualTo(120);
    assertThat(shift.blocks()).isEqualTo(11);
    assertThat(shift.mean()).isCloseTo(6, within(1e-9));
    assertThat(shift.halfWidth(0.01).orElseThrow())
        .isCloseTo(MeanShift.halfWidth(11, Math.sqrt(11), 1, 0.01), within(1e-9));
    assertThat(shift.stable() / shift.looks()).isCloseTo(STABLE, within(1e-9));
    assertThat(shift.canary() / shift.looks()).isCloseTo(STABLE + 6.5, within(1e-9));
  }

  @Test
  void promisesNothingBeforeTenBlocks() {
    assertThat(looks(10, look -> look).halfWidth(0.01)).isEmpty();
    assertThat(looks(11, look -> look).halfWidth(0.01)).isPresent();
  }

  @Test
  void leavesOutBlocksWithoutALook() {
    MeanShift shift =
        MeanShift.NONE
            .plus(Duration.ofMinutes(1), 3, 1)
            .plus(Duration.ofMinutes(2), 5, 1)
            .plus(Duration.ofMinutes(61), 9, 1);

    assertThat(shift.blocks()).isEqualTo(1);
    assertThat(shift.mean()).isEqualTo(3);
  }

  /** Looked at after every block for a day: by much more than one in a hundred it would miss. */
  @Test
  void hardlyEverMissesTheTruthHoweverOftenOneLooks() {
    long missed =
        LongStream.range(0, 1000)
            .filter(
                seed -> {
                  SplittableRandom random = new SplittableRandom(seed);
                  MeanShift shift = MeanShift.NONE;
                  boolean miss = false;
                  for (int block = 0; block < 288; block++) {
                    shift =
                        shift.plus(
                            MeanShift.BLOCK.multipliedBy(block), random.nextGaussian() - 2, 0);
                    double half = shift.halfWidth(0.05).orElse(Double.POSITIVE_INFINITY);
                    miss |= Math.abs(shift.mean() + 2) > half;
                  }
                  return miss;
                })
            .count();

    assertThat(missed).isLessThan(80);
  }

  /** Ten looks a block. */
  private static MeanShift looks(int blocks, IntToDoubleFunction difference) {
    MeanShift shift = MeanShift.NONE;
    for (int look = 0; look < 10 * blocks; look++) {
      Duration since = Duration.ofSeconds(30L * look);
      shift = shift.plus(since, STABLE + difference.applyAsDouble(look), STABLE);
    }
    return shift;
  }
}
