package io.fleetcanary.lab.evaluation.peer;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import java.util.List;
import java.util.OptionalInt;

/** A pooled two-proportion z-test at 5 %, one-sided, looked at after every minute. */
public record PeekedProportions(String name) implements Peer {
  private static final double CRITICAL = 1.6449;

  @Override
  public OptionalInt abort(List<Interval> minutes) {
    Interval sums = new Interval(Counts.NONE, Counts.NONE);
    for (int minute = 0; minute < minutes.size(); minute++) {
      sums = sums.plus(minutes.get(minute));
      if (z(sums) > CRITICAL) {
        return OptionalInt.of(minute + 1);
      }
    }
    return OptionalInt.empty();
  }

  private static double z(Interval sums) {
    double canary = sums.canary().requests();
    double stable = sums.stable().requests();
    double pooled = sums.bad() / (canary + stable);
    double error = Math.sqrt(pooled * (1 - pooled) * (1 / canary + 1 / stable));
    return (sums.canary().rate() - sums.stable().rate()) / error;
  }
}
