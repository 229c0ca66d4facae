package io.fleetcanary.core.kayenta;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/**
 * By how much the values of one sample lie above those of another: the Hodges-Lehmann estimate and
 * the confidence interval, by inverting the Mann-Whitney test in its normal approximation with
 * corrections for ties and continuity. In the interval are the shifts which that test does not
 * refuse, between the least and the greatest difference of any two values.
 *
 * <p>Kayenta looks for the roots with an absolute tolerance of 1e-4, so that the same data say
 * something else in seconds than in milliseconds. Here the estimate is found to the last digit,
 * what is nothing beside the values themselves is 0, and whether the interval lies beyond a shift
 * is asked at that shift: where most values are 0 on both arms the interval ends at 0, and 0 is not
 * in it.
 *
 * @see <a href="https://github.com/spinnaker/kayenta">Kayenta, kayenta-mannwhitney</a>
 */
final class RankShift {
  /** Of the values: no measurement is better, and sums of fractions are worse. */
  private static final double NOTHING = 1e-9;

  /** Of the values: what rounding may make of equal ones. */
  private static final double ROUNDING = 1e-12;

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

  /** Whether the whole confidence interval lies above this shift. */
  boolean above(double shift) {
    return shift < samples.least() - NOTHING * samples.usual()
        || samples.score(shift, ROUNDING * samples.usual()) > z;
  }

  /** Whether the whole confidence interval lies below this shift. */
  boolean below(double shift) {
    return shift > samples.most() + NOTHING * samples.usual()
        || samples.score(shift, ROUNDING * samples.usual()) < -z;
  }

  /** Standard score of the canary's ranks when each of its values is so much less. */
  double score(double shift) {
    return samples.score(shift, 0);
  }

  /** The Hodges-Lehmann estimate. */
  double estimate() {
    double from = samples.first(shift -> score(shift) <= 0);
    double to = samples.first(shift -> score(shift) < 0);
    return (from + to) / 2;
  }

  /** How often a value of the canary is the larger one, ties half: 0 to 1. */
  static double larger(double[] canary, double[] stable) {
    Samples samples = new Samples(sorted(canary), sorted(stable));
    return samples.ranks(0, 0).wins / canary.length / stable.length;
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

    /** Of all differences between a value of the canary and one of stable. */
    double least() {
      return canary[0] - stable[stable.length - 1];
    }

    double most() {
      return canary[canary.length - 1] - stable[0];
    }

    /** The least shift of which it is true; it stays true from there on. */
    double first(DoublePredicate isTrue) {
      double from = least();
      double to = most();
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
    double usual() {
      return DoubleStream.concat(DoubleStream.of(canary), DoubleStream.of(stable))
          .map(Math::abs)
          .average()
          .orElse(0);
    }

    /** Values that are so near to each other are equal. */
    double score(double shift, double near) {
      Ranks ranks = ranks(shift, near);
      double pairs = (double) canary.length * stable.length;
      double all = canary.length + stable.length;
      double off = ranks.wins - pairs / 2;
      double ties = all > 1 ? ranks.ties / (all * (all - 1)) : 0;
      double spread = Math.sqrt(pairs / 12 * (all + 1 - ties));
      return off == 0 || spread == 0 ? 0 : (off - Math.signum(off) / 2) / spread;
    }

    Ranks ranks(double shift, double near) {
      double wins = 0;
      double ties = 0;
      int below = 0;
      int next = 0;
      while (next < canary.length || below < stable.length) {
        double value = least(next, below, shift) + near;
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
