package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Interval;
import java.util.Arrays;
import java.util.List;

/**
 * Kayenta's judge every five minutes over a window that grows from the begin, one point a minute:
 * confidence 98 %, tolerance 0.25, bad is more. The interval of the location shift is read off the
 * sorted differences of all pairs, which is what its root finder looks for, without its defect of
 * scale.
 */
record GrowingWindow(String name) implements Method {
  private static final int EVERY = 5;
  private static final double CRITICAL = 2.326348;
  private static final double TOLERANCE = 0.25;

  @Override
  public boolean fits(Cell cell) {
    return cell.clusters() == 1;
  }

  @Override
  public int abortsAfter(Cell cell, Run run) {
    for (int end = EVERY; end <= Cell.HORIZON; end += EVERY) {
      if (high(run.only().subList(0, end))) {
        return end;
      }
    }
    return NEVER;
  }

  private static boolean high(List<Interval> minutes) {
    int n = minutes.size();
    double[] canary = minutes.stream().mapToDouble(it -> RankTest.rate(it.canary())).toArray();
    double[] stable = minutes.stream().mapToDouble(it -> RankTest.rate(it.stable())).toArray();
    double[] differences = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      differences[i] = canary[i / n] - stable[i % n];
    }
    Arrays.sort(differences);
    double sigma = Math.sqrt(n * n / 12.0 * (2 * n + 1 - ties(canary, stable)));
    int off = (int) Math.ceil(n * n / 2.0 + 0.5 + CRITICAL * sigma);
    if (off > n * n) {
      return false;
    }
    double low = differences[n * n - off];
    double middle = (differences[(n * n - 1) / 2] + differences[n * n / 2]) / 2;
    return low > TOLERANCE * Math.abs(middle);
  }

  private static double ties(double[] canary, double[] stable) {
    double all = canary.length + stable.length;
    return (ties(canary) + ties(stable)) / (all * (all - 1));
  }

  private static double ties(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[from]) {
        double equal = i - from;
        sum += equal * equal * equal - equal;
        from = i;
      }
    }
    return sum;
  }
}
