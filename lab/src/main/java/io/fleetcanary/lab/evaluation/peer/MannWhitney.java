package io.fleetcanary.lab.evaluation.peer;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * PipeCD's analysis: the exact one-sided Mann-Whitney test at 5 % on five points of a minute each,
 * every five minutes; one significant interval aborts.
 */
public record MannWhitney(String name) implements Peer {
  private static final int POINTS = 5;
  private static final double ALPHA = 0.05;

  /** All ways to choose five of ten. */
  private static final int[] FIVE_OF_TEN = choices(POINTS, 2 * POINTS);

  @Override
  public OptionalInt abort(List<Interval> minutes) {
    for (int end = POINTS; end <= minutes.size(); end += POINTS) {
      List<Interval> points = minutes.subList(end - POINTS, end);
      double[] both = new double[2 * POINTS];
      for (int i = 0; i < POINTS; i++) {
        both[i] = rate(points.get(i).canary());
        both[POINTS + i] = rate(points.get(i).stable());
      }
      if (chance(both, POINTS, FIVE_OF_TEN) < ALPHA) {
        return OptionalInt.of(end);
      }
    }
    return OptionalInt.empty();
  }

  static double rate(Counts counts) {
    return counts.requests() == 0 ? 0 : counts.rate();
  }

  /**
   * The chance that ranks of the canary's points are as high as they are, or higher.
   *
   * @param canary and {@code stable}: together at most 20 points
   */
  static double chance(double[] canary, double[] stable) {
    double[] both = DoubleStream.concat(DoubleStream.of(canary), DoubleStream.of(stable)).toArray();
    return chance(both, canary.length, choices(canary.length, both.length));
  }

  /**
   * Share of all ways to choose as many points whose U is no less than that of the first ones. What
   * the chosen ones win against each other is always the same, so their wins against all will do.
   */
  private static double chance(double[] points, int first, int[] choices) {
    int n = points.length;
    int[] wins = new int[n];
    for (int i = 0; i < n * n; i++) {
      wins[i / n] += 1 + Integer.signum(Double.compare(points[i / n], points[i % n]));
    }
    int seen = wins(wins, (1 << first) - 1);
    long more = IntStream.of(choices).filter(chosen -> wins(wins, chosen) >= seen).count();
    return (double) more / choices.length;
  }

  /** All ways to choose so many of all, a bit for each that is chosen. */
  private static int[] choices(int many, int all) {
    return IntStream.range(0, 1 << all)
        .filter(chosen -> Integer.bitCount(chosen) == many)
        .toArray();
  }

  private static int wins(int[] wins, int chosen) {
    int sum = 0;
    for (int left = chosen; left != 0; left &= left - 1) {
      sum += wins[Integer.numberOfTrailingZeros(left)];
    }
    return sum;
  }
}
