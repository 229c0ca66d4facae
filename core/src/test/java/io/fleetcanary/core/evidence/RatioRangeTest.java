package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Draws.Binomial;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatioRangeTest {
  private static final double ALPHA = 0.05;

  @Test
  void isEverythingBeforeAnythingBadWasSeen() {
    RatioRange range = RatioRange.of(interval(100, 0, 900, 0), 1, ALPHA);

    assertThat(range).isEqualTo(new RatioRange(0, Double.POSITIVE_INFINITY));
  }

  @Test
  void hasNoEndWhereStableHadNothingBad() {
    RatioRange range = RatioRange.of(interval(100, 9, 900, 0), 1, ALPHA);

    assertThat(range.low()).isBetween(1.0, 100.0);
    assertThat(range.high()).isInfinite();
  }

  @Test
  void liesAroundWhatWasSeen() {
    RatioRange range = RatioRange.of(interval(10_000, 200, 90_000, 900), 1, ALPHA);

    assertThat(range.low()).isBetween(1.4, 2.0);
    assertThat(range.high()).isBetween(2.0, 2.8);
  }

  @Test
  void coversTheTruthAtAllTimesAtOnce() {
    int runs = 2000;

    long missed = Draws.alarms(runs, RatioRangeTest::misses);

    assertThat(missed).isLessThanOrEqualTo(Draws.tolerated(runs, ALPHA));
  }

  private static boolean misses(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Binomial bad = Binomial.of(300, 0.02);
    Binomial stableBad = Binomial.of(2700, 0.01);
    Interval sums = interval(0, 0, 0, 0);
    for (int i = 0; i < 60; i++) {
      sums = sums.plus(interval(300, bad.draw(random), 2700, stableBad.draw(random)));
      RatioRange range = RatioRange.of(sums, 1, ALPHA);
      if (range.low() > 2 || range.high() < 2) {
        return true;
      }
    }
    return false;
  }

  private static Interval interval(long requests, long bad, long stable, long stableBad) {
    return new Interval(new Counts(requests, bad), new Counts(stable, stableBad));
  }
}
