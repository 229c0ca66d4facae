package io.fleetcanary.core.kayenta;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/**
 * By how much the values of one sample lie above those of another: the Hodges-Lehmann estimate and
 * a confidence interval, by inverting the Mann-Whitney test in its normal approximation with
 * corrections for ties and continuity.
 *
 * <p>Kayenta looks for the roots with an absolute tolerance of 1e-4, so that the same data say
 * something else in seconds than in milliseconds. Here they are found to the last digit, and what
 * is nothing beside the values themselves is 0.
 *
 * @see <a href="https://github.com/spinnaker/kayenta">Kayenta, kayenta-mannwhitney</a>
 */
final class RankShift {
  /** Of the values: no measurement is better, and sums of fractions are worse. */
  private static final double NOTHING = 1e-9;

  private static final int MOST_HALVINGS = 200;

  private final Samples samples;
  private final double z;

  private RankShift(Samples samples, double z) {
    this.samples = samples;
    this.z = z;
  }

  /**
   * Of two samples that are not empty. Each figure is searched for when it is asked for.
   *
   * @param z standard score of the confidence, two-sided
   */
  static RankShift of(double[] canary, double[] stable, double z) {
    return new RankShift(new Samples(sorted(canary), sorted(stable)), z);
  }

  /** Lower end of the confidence interval. */
  double low() {
    return samples.first(shift -> samples.score(shift) <= z);
  }

  /** The Hodges-Lehmann estimate. */
  double estimate() {
    double from = samples.first(shift -> samples.score(shift) <= 0);
    double to = samples.first(shift -> samples.score(shift) < 0);
    return (from + to) / 2;
  }

  /** Upper end of the confidence interval. */
  double high() {
    return samples.first(shift -> samples.score(shift) < -z);
  }

  /** How often a value of the canary is the larger one, ties half: 0 to 1. */
  static double larger(double[] canary, double[] stable) {
    Samples samples = new Samples(sorted(canary), sorted(stable));
    return samples.ranks(0).wins / canary.length / stable.length;
  }

  private static double[] sorted(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }

  /** Both in ascending order. */
  private static final class Samples {
    private final double[] canary;
    private final double[] stable;

    Samples(double[] canary, double[] stable) {
      this.canary = canary;
      this.stable = stable;
    }

    /** The least shift of which it is true; it stays true from there on. */
    double first(DoublePredicate isTrue) {
      double from = canary[0] - stable[stable.length - 1];
      double to = canary[canary.length - 1] - stable[0];
      if (isTrue.test(from)) {
        return from;
      }
      double nothing = NOTHING * usual();
      double middle = from + (to - from) / 2;
      for (int i = 0; i < MOST_HALVINGS && from < middle && middle < to; i++) {
        if (Math.max(-from, to) <= nothing) {
          return 0;
        }
        if (isTrue.test(middle)) {
          to = middle;
        } else {
          from = middle;
        }
        middle = from + (to - from) / 2;
      }
      return Math.abs(to) <= nothing ? 0 : to;
    }

    /** The mean of all values without their signs: a median is 0 where errors are rare. */
    private double usual() {
      return DoubleStream.concat(DoubleStream.of(canary), DoubleStream.of(stable))
          .map(Math::abs)
          .average()
          .orElse(0);
    }

    /** Standard score of the canary's ranks when each of its values is so much less. */
    double score(double shift) {
      Ranks ranks = ranks(shift);
      double pairs = (double) canary.length * stable.length;
      double all = canary.length + stable.length;
      double off = ranks.wins - pairs / 2;
      double ties = all > 1 ? ranks.ties / (all * (all - 1)) : 0;
      double spread = Math.sqrt(pairs / 12 * (all + 1 - ties));
      return off == 0 || spread == 0 ? 0 : (off - Math.signum(off) / 2) / spread;
    }

    Ranks ranks(double shift) {
      double wins = 0;
      double ties = 0;
      int below = 0;
      int next = 0;
      while (next < canary.length || below < stable.length) {
        double value = least(next, below, shift);
        int mine = next;
        while (next < canary.length && canary[next] - shift <= value) {
          next++;
        }
        int others = below;
        while (below < stable.length && stable[below] <= value) {
          below++;
        }
        double own = next - mine;
        double tied = below - others;
        double equal = own + tied;
        wins += own * (others + tied / 2);
        ties += equal * equal * equal - equal;
      }
      return new Ranks(wins, ties);
    }

    private double least(int next, int below, double shift) {
      double mine = next < canary.length ? canary[next] - shift : Double.POSITIVE_INFINITY;
      double other = below < stable.length ? stable[below] : Double.POSITIVE_INFINITY;
      return Math.min(mine, other);
    }
  }

  /**
   * How values compare.
   *
   * @param wins pairs in which the canary's value is larger, ties half
   * @param ties sum of t³ - t over all groups of t equal values
   */
  private record Ranks(double wins, double ties) {}
}
