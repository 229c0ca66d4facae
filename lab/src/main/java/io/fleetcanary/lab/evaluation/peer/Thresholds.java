package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Interval;
import java.util.List;

/**
 * A limit on the canary's rate in each minute, and how many bad minutes are too many.
 *
 * <p>Argo Rollouts aborts when more than {@code failureLimit} measurements failed, Flagger when
 * {@code threshold} checks failed; both count over the whole analysis. Three of five looks at the
 * last five minutes only.
 *
 * @param failures bad minutes that abort
 * @param of how many of the last minutes are looked at
 */
record Thresholds(String name, int failures, int of) implements Method {
  private static final double LIMIT = 0.01;

  @Override
  public boolean fits(Cell cell) {
    return cell.clusters() == 1 && cell.edges().isEmpty() && cell.traffic().rate() < LIMIT;
  }

  @Override
  public Answer judge(Cell cell, Run run) {
    List<Interval> minutes = run.minutes();
    for (int minute = 1; minute <= minutes.size(); minute++) {
      long bad =
          minutes.subList(Math.max(0, minute - of), minute).stream()
              .filter(it -> it.canary().rate() > LIMIT)
              .count();
      if (bad >= failures) {
        return Answer.abortedAfter(minute);
      }
    }
    return Answer.PASSED;
  }
}
