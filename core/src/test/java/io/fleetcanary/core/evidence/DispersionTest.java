package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Draws.Binomial;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DispersionTest {
  @Test
  void isOneWhereArmsDifferByChanceOnly() {
    SplittableRandom random = new SplittableRandom(3);
    Binomial bad = Binomial.of(1000, 0.02);

    List<Interval> blocks =
        Stream.generate(() -> interval(bad.draw(random), bad.draw(random))).limit(400).toList();

    assertThat(Dispersion.of(blocks).orElseThrow()).isCloseTo(1, within(0.15));
  }

  @Test
  void agreesWithTheFormulaByHand() {
    List<Interval> blocks = byTurns(12, 30, 10);

    double seen = 12 * 10.0 / 11;
    assertThat(Dispersion.of(blocks).orElseThrow())
        .isCloseTo(seen + 0.6 * (seen - 1.5), within(1e-9));
  }

  @Test
  void callsNoNoiseWhatChanceExplainsWhereThereAreManyBlocks() {
    double seen = 24.0 / 23 * 49 / 39;

    assertThat(Dispersion.of(byTurns(12, 23, 16)).orElseThrow())
        .isCloseTo(12.0 / 11 * 49 / 39, within(1e-9));
    assertThat(Dispersion.of(byTurns(24, 23, 16)).orElseThrow())
        .isCloseTo(1 + 2 * (seen - 1.25), within(1e-9));
    assertThat(Dispersion.of(byTurns(24, 27, 20))).contains(1.0);
  }

  @Test
  void doesNotMistakeAConstantDifferenceForNoise() {
    List<Interval> blocks = IntStream.range(0, 12).mapToObj(i -> interval(40, 20)).toList();

    assertThat(Dispersion.of(blocks)).contains(1.0);
  }

  @Test
  void isUnknownFromTooFewBlocksThatSayAnything() {
    List<Interval> blocks =
        IntStream.range(0, 40).mapToObj(i -> interval(i < 11 ? 1 : 0, 0)).toList();

    assertThat(Dispersion.of(blocks)).isEmpty();
  }

  private static List<Interval> byTurns(int blocks, long more, long less) {
    return IntStream.range(0, blocks)
        .mapToObj(i -> i % 2 == 0 ? interval(more, less) : interval(less, more))
        .toList();
  }

  private static Interval interval(long bad, long stableBad) {
    return new Interval(new Counts(1000, bad), new Counts(1000, stableBad));
  }
}
