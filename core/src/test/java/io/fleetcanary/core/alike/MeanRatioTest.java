package io.fleetcanary.core.alike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.alike.MeanRatio.Arm;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeanRatioTest {
  private static final int RUNS = 1000;

  @Test
  void addsUpWhatCountersWentUpByThroughResetsAndBirths() {
    Growth growth =
        Growth.of(List.of(counter(0, 10, 1, 15, 2, 3), counter(1, 7, 2, 8), counter(2, 5)));

    assertThat(growth.ups()).containsExactlyInAnyOrderEntriesOf(counter(1, 5, 2, 4));
    assertThat(growth.seen()).isTrue();
    assertThat(Growth.of(List.of())).isEqualTo(Growth.NONE);
  }

  @Test
  void isKnownWhereBothArmsHaveCountedSomething() {
    Arm some = Arm.NONE.plus(100, 4);

    assertThat(new MeanRatio(some, Arm.NONE.plus(50, 4)).value()).isEqualTo(2);
    assertThat(new MeanRatio(some, Arm.NONE).isKnown()).isFalse();
    assertThat(new MeanRatio(Arm.NONE, some).isKnown()).isFalse();
    assertThat(new MeanRatio(some, Arm.NONE.plus(0, 4)).isKnown()).isFalse();
  }

  @Test
  void isInDoubtWhileTooLittleHasBeenSeen() {
    MeanRatio few = new MeanRatio(steady(9, 200), steady(9, 100));
    MeanRatio enough = new MeanRatio(steady(10, 200), steady(10, 100));

    assertThat(few.isInDoubt(0.9, 1.1)).isTrue();
    assertThat(few.isUnlike(0.9, 1.1)).isFalse();
    assertThat(enough.isInDoubt(0.9, 1.1)).isFalse();
    assertThat(enough.isUnlike(0.9, 1.1)).isTrue();
    assertThat(enough.isUnlike(0.9, 2)).isFalse();
    assertThat(new MeanRatio(steady(10, 100), steady(10, 200)).isUnlike(0.9, 2)).isTrue();
  }

  /** Error of a mean as of a sample: n values of 10 or 30, one a part. */
  @Test
  void knowsHowSureAMeanIs() {
    Arm arm = Arm.NONE;
    for (int i = 0; i < 100; i++) {
      arm = arm.plus(i % 2 == 0 ? 10 : 30, 1);
    }

    assertThat(arm.error()).isCloseTo(10 / Math.sqrt(99) / 20, within(1e-12));
  }

  @Test
  void callsTheSamePromptsUnlikeHardlyEver() {
    assertThat(unlike(1)).isLessThanOrEqualTo(RUNS / 200);
  }

  @Test
  void findsPromptsThatAreAHalfLonger() {
    assertThat(unlike(1.5)).isGreaterThan(RUNS * 9 / 10);
  }

  /** Of runs with 600 and 5400 prompts of a log-normal length, in bursts, over 60 parts. */
  private static int unlike(double longer) {
    SplittableRandom random = new SplittableRandom(20261126);
    int unlike = 0;
    for (int run = 0; run < RUNS; run++) {
      MeanRatio ratio = new MeanRatio(arm(random, 10, longer), arm(random, 90, 1));
      unlike += ratio.isUnlike(0.9, 1.1) ? 1 : 0;
    }
    return unlike;
  }

  private static Arm arm(SplittableRandom random, int prompts, double longer) {
    Arm arm = Arm.NONE;
    for (int part = 0; part < 60; part++) {
      long count = random.nextLong(1, 2L * prompts);
      double tokens = 0;
      for (long i = 0; i < count; i++) {
        tokens += longer * Math.exp(6 + random.nextGaussian());
      }
      arm = arm.plus(tokens, (double) count);
    }
    return arm;
  }

  private static Arm steady(int parts, double mean) {
    Arm arm = Arm.NONE;
    for (int i = 0; i < parts; i++) {
      arm = arm.plus(10 * mean, 10);
    }
    return arm;
  }

  private static SortedMap<Double, Double> counter(double... timesAndValues) {
    SortedMap<Double, Double> counter = new TreeMap<>();
    for (int i = 0; i < timesAndValues.length; i += 2) {
      counter.put(timesAndValues[i], timesAndValues[i + 1]);
    }
    return counter;
  }
}
