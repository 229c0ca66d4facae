package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import java.util.List;

/** A pooled two-proportion z-test at 5 %, one-sided, looked at after every minute. */
record PeekingTest(String name) implements Method {
  private static final double CRITICAL = 1.6449;

  @Override
  public boolean fits(Cell cell) {
    return cell.clusters() == 1 && cell.edges().isEmpty();
  }

  @Override
  public Answer judge(Cell cell, Run run) {
    List<Interval> minutes = run.minutes();
    Interval sums = new Interval(Counts.NONE, Counts.NONE);
    for (int minute = 0; minute < cell.minutes(); minute++) {
      sums = sums.plus(minutes.get(minute));
      if (z(sums) > CRITICAL) {
        return Answer.abortedAfter(minute + 1);
      }
    }
    return Answer.PASSED;
  }

  private static double z(Interval sums) {
    double canary = sums.canary().requests();
    double stable = sums.stable().requests();
    double pooled = sums.bad() / (canary + stable);
    double error = Math.sqrt(pooled * (1 - pooled) * (1 / canary + 1 / stable));
    return (sums.canary().rate() - sums.stable().rate()) / error;
  }
}
