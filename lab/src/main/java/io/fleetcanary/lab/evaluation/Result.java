package io.fleetcanary.lab.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * How one method did in one scenario.
 *
 * @param delays minutes until each abort, sorted; one before the fault began is no detection
 * @param bad median of the bad requests that canaries answered until the abort, or the end
 */
record Result(Cell cell, String method, int runs, List<Integer> delays, double bad) {
  Result {
    delays = List.copyOf(delays);
  }

  static Result of(Cell cell, String method, List<Ended> runs) {
    List<Integer> delays =
        runs.stream()
            .map(Ended::minute)
            .filter(it -> it != Method.NEVER && it > cell.fault().from())
            .sorted()
            .toList();
    long[] bad = runs.stream().mapToLong(Ended::bad).sorted().toArray();
    return new Result(
        cell, method, runs.size(), delays, Arrays.stream(bad).toArray()[bad.length / 2]);
  }

  double aborted() {
    return (double) delays.size() / runs;
  }

  /** Standard error of the share of aborts. */
  double error() {
    double share = (delays.size() + 0.5) / (runs + 1);
    return Math.sqrt(share * (1 - share) / runs);
  }

  /** A quantile of the delay of those that aborted, since the fault began; NaN without any. */
  double delay(double quantile) {
    return delays.isEmpty()
        ? Double.NaN
        : delays.get((int) (quantile * (delays.size() - 1))) - cell.fault().from();
  }

  /** One release under one method. */
  record Ended(int minute, long bad) {}
}
