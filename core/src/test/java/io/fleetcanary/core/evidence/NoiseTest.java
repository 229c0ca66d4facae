package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Dispersion.Noise;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
  private static final Noise CALM = Noise.of(Optional.of(1.0), HALF_A_MINUTE);
  private static final Noise UNKNOWN = Noise.of(Optional.empty(), HALF_A_MINUTE);
  private static final double PROOF = Math.log(100);
  private static final int RUNS = 1000;

  @Test
  void isWhatWasLearntWhereLittleIsCounted() {
    Noise noisy = Noise.of(Optional.of(1.8), HALF_A_MINUTE);

    assertThat(CALM.of(200, 5, 40)).isEqualTo(1);
    assertThat(noisy.of(200, 5, 40)).isEqualTo(1.8);
    assertThat(noisy.ofAll(205, 40)).isEqualTo(1.8);
  }

  @Test
  void countsAMinuteForSoMuchAtMost() {
    assertThat(CALM.of(22, 22, 2)).isEqualTo(2);
    assertThat(CALM.of(0, 22, 1)).as("the first minute is not over").isEqualTo(1);
  }

  @Test
  void countsForLessWhereMuchHasBeenCounted() {
    assertThat(CALM.of(990, 10, 100)).isEqualTo(2);
    assertThat(CALM.of(249, 1, 1000)).isEqualTo(1);
  }

  /** One bad request of the canary a minute for a day: noise of 0.1 adds 0.18 to chance. */
  @Test
  void dividesByNoMoreInLongBakesThanNoiseAdds() {
    assertThat(CALM.of(1439, 1, 2880)).isCloseTo(1.18, within(1e-12));
    assertThat(CALM.ofAll(1440, 2880)).isCloseTo(1.18, within(1e-12));
    assertThat(CALM.of(180 * 5.5, 5.5, 362)).as("not before three hours").isCloseTo(2, within(.01));
  }

  @Test
  void believesLessOfMuchWhereAlphaIsSmall() {
    double five = 1 / (1 + 1.5 * Math.log(10 / 3.0));

    assertThat(CALM.believed(1000, 100, 0.008)).isEqualTo(1);
    assertThat(CALM.believed(1000, 100, 0.008 / 3)).as("the default steps").isEqualTo(1);
    assertThat(CALM.believed(220, 20, 1e-9)).isCloseTo(0.3, within(1e-12));
    assertThat(CALM.believed(1000, 100, 0.0008)).isCloseTo(Math.sqrt(five), within(1e-12));
    assertThat(CALM.believed(220, 20, 0.0008)).isCloseTo(five, within(1e-12));
  }

  @Test
  void believesAllOfLittleWhateverAlpha() {
    assertThat(CALM.believed(50, 60, 1e-5)).isEqualTo(1);
    assertThat(CALM.believed(2880, 2880, 1e-5)).as("hours of it are no noise").isEqualTo(1);
    assertThat(Noise.constant(1).believed(1e6, 2, 1e-5)).isEqualTo(1);
  }

  @Test
  void isConstantInTheFormOfTheLiterature() {
    assertThat(Noise.constant(1.5).of(1e6, 1e6, 2)).isEqualTo(1.5);
    assertThat(Noise.constant(1.5).ofAll(1e6, 2)).isEqualTo(1.5);
  }

  @Test
  void takesBothArmsToWanderWhereNothingIsKnown() {
    // 10 are worth 10 / 2.8 in the first minutes, 20 are worth 20 / 2.8 where half of it is left
    assertThat(UNKNOWN.ofAll(10, 9)).isCloseTo(2.8, within(1e-12));
    assertThat(UNKNOWN.ofAll(20, 18)).isCloseTo(2.8, within(1e-12));
    assertThat(UNKNOWN.of(0, 10, 1)).isCloseTo(2.8, within(1e-12));
    assertThat(UNKNOWN.of(10, 10, 9)).isCloseTo(10 / (20 / 4.6 - 10 / 2.8), within(1e-12));
  }

  @Test
  void tellsAPoolNoMoreThanItWasDividedBy() {
    assertThat(UNKNOWN.atLeast(10, 9)).isCloseTo(2.8, within(1e-12));
    assertThat(CALM.ofAll(1000, 100)).isEqualTo(2);
    assertThat(CALM.atLeast(1000, 100)).isEqualTo(1);
  }

  @Test
  void asksForNothingWhereHardlyAnythingIsBad() {
    assertThat(UNKNOWN.of(0, 0.09, 1)).isCloseTo(1, within(0.02));
    assertThat(UNKNOWN.of(1, 0.09, 100)).isCloseTo(1, within(0.04));
  }

  /** Ten times as much traffic must not make ten times as many false alarms. */
  @Test
  void holdsWhereNoiseBeginsWithTheReleaseWhateverTheTraffic() {
    long believed = Draws.alarms(RUNS, seed -> alarms(seed, 0.1, Noise.constant(1)));
    long tempered = Draws.alarms(RUNS, seed -> alarms(seed, 0.1, CALM));

    assertThat(believed).isGreaterThan(RUNS / 10);
    assertThat(tempered).isLessThanOrEqualTo(Draws.tolerated(RUNS, 0.01));
  }

  @Test
  void holdsWhereNothingIsKnownOfLargeNoise() {
    long alarms = Draws.alarms(RUNS, seed -> alarms(seed, 0.3, UNKNOWN));

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(RUNS, 0.02));
  }

  /** Arms alike, 25 bad requests a second, each arm's rate wanders with a memory of minutes. */
  private static boolean alarms(long seed, double variation, Noise noise) {
    SplittableRandom random = new SplittableRandom(seed);
    RatioEvidence evidence = RatioEvidence.none(RatioQuestion.worse(0.1, noise));
    Interval sums = new Interval(Counts.NONE, Counts.NONE);
    double canary = random.nextGaussian();
    double stable = random.nextGaussian();
    for (int look = 0; look < 120; look++) {
      Interval interval =
          new Interval(
              arm(random, 15_000, variation * canary), arm(random, 135_000, variation * stable));
      evidence = evidence.plus(interval, sums);
      sums = sums.plus(interval);
      if (evidence.log() >= PROOF) {
        return true;
      }
      if (look % 2 == 1) {
        canary = 0.8 * canary + 0.6 * random.nextGaussian();
        stable = 0.8 * stable + 0.6 * random.nextGaussian();
      }
    }
    return false;
  }

  private static Counts arm(SplittableRandom random, long requests, double off) {
    double mean = requests * 0.005 * Math.exp(off);
    return new Counts(
        requests, Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian())));
  }
}
