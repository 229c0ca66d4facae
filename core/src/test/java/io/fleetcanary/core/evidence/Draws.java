package io.fleetcanary.core.evidence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Seeded draws for simulations, and how many alarms chance alone explains. */
public final class Draws {
  private Draws() {}

  /** Draws how many of {@code trials} requests are bad, each with {@code probability}. */
  public static final class Binomial {
    private final double[] cumulative;

    private Binomial(double[] cumulative) {
      this.cumulative = cumulative;
    }

    public static Binomial of(int trials, double probability) {
      BinomialDistribution law = BinomialDistribution.of(trials, probability);
      return new Binomial(
          IntStream.rangeClosed(0, trials).mapToDouble(law::cumulativeProbability).toArray());
    }

    int trials() {
      return cumulative.length - 1;
    }

    public int draw(SplittableRandom random) {
      int found = Arrays.binarySearch(cumulative, random.nextDouble());
      return Math.min(found < 0 ? -found - 1 : found, trials());
    }
  }

  /** How many of so many seeded runs end with an alarm. */
  public static long alarms(int runs, LongPredicate alarm) {
    return LongStream.rangeClosed(1, runs).parallel().filter(alarm).count();
  }

  /**
   * The number of alarms that a test with this chance of a false alarm exceeds once in a million
   * times.
   */
  public static long tolerated(int runs, double alpha) {
    return BinomialDistribution.of(runs, alpha).inverseSurvivalProbability(1e-6);
  }
}
