package io.fleetcanary.lab.evaluation;

import io.fleetcanary.lab.evaluation.Method.Answer;
import java.util.List;

/**
 * How one method did in one scenario.
 *
 * @param delays minutes from the fault's begin until each abort, sorted; one before it is no
 *     detection
 * @param bad median of the bad requests that canaries answered until the abort, or the end
 * @param inconclusive how many ended with a question to a person
 */
record Result(
    Cell cell, String method, int runs, List<Double> delays, double bad, long inconclusive) {
  Result {
    delays = List.copyOf(delays);
  }

  static Result of(Cell cell, String method, List<Ended> runs) {
    List<Double> delays =
        runs.stream()
            .map(Ended::answer)
            .filter(Answer::aborted)
            .map(it -> it.seconds() / 60.0 - cell.fault().from())
            .filter(it -> it > 0)
            .sorted()
            .toList();
    long[] bad = runs.stream().mapToLong(Ended::bad).sorted().toArray();
    long open = runs.stream().filter(it -> it.answer().inconclusive()).count();
    return new Result(cell, method, runs.size(), delays, bad[bad.length / 2], open);
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
    return delays.isEmpty() ? Double.NaN : delays.get((int) (quantile * (delays.size() - 1)));
  }

  /** Minutes within which so many of all releases are aborted; NaN where fewer are at all. */
  double within(double share) {
    int last = (int) Math.ceil(share * runs) - 1;
    return last < delays.size() ? delays.get(last) : Double.NaN;
  }

  /** One release under one method. */
  record Ended(Answer answer, long bad) {}
}
