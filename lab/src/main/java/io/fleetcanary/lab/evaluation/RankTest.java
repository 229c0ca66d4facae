package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import java.util.List;

/**
 * PipeCD's analysis: the exact one-sided Mann-Whitney test at 5 % on five points of a minute each,
 * every five minutes; one significant interval aborts.
 */
record RankTest(String name) implements Method {
  private static final int POINTS = 5;
  private static final double ALPHA = 0.05;

  @Override
  public boolean fits(Cell cell) {
    return cell.clusters() == 1;
  }

  @Override
  public Answer judge(Cell cell, Run run) {
    List<Interval> all = run.minutes();
    for (int end = POINTS; end <= Cell.HORIZON; end += POINTS) {
      List<Interval> minutes = all.subList(end - POINTS, end);
      double[] both = new double[2 * POINTS];
      for (int i = 0; i < POINTS; i++) {
        both[i] = rate(minutes.get(i).canary());
        both[POINTS + i] = rate(minutes.get(i).stable());
      }
      if (chance(both) < ALPHA) {
        return Answer.abortedAfter(end);
      }
    }
    return Answer.PASSED;
  }

  static double rate(Counts counts) {
    return counts.requests() == 0 ? 0 : counts.rate();
  }

  /** Share of all ways to choose five points whose U is no less than that of the first five. */
  private static double chance(double[] points) {
    int n = points.length;
    int[] wins = new int[n * n];
    for (int i = 0; i < n * n; i++) {
      wins[i] = 1 + Integer.signum(Double.compare(points[i / n], points[i % n]));
    }
    int seen = wins(wins, (1 << POINTS) - 1, n);
    int all = 0;
    int more = 0;
    for (int chosen = 0; chosen < 1 << n; chosen++) {
      if (Integer.bitCount(chosen) == POINTS) {
        all++;
        more += wins(wins, chosen, n) >= seen ? 1 : 0;
      }
    }
    return (double) more / all;
  }

  private static int wins(int[] wins, int chosen, int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; (chosen >> i & 1) == 1 && j < n; j++) {
        sum += (chosen >> j & 1) == 0 ? wins[i * n + j] : 0;
      }
    }
    return sum;
  }
}
