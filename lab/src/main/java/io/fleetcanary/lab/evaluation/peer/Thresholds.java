package io.fleetcanary.lab.evaluation.peer;

import io.fleetcanary.core.evidence.Interval;
import java.util.List;
import java.util.OptionalInt;

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
public record Thresholds(String name, int failures, int of) implements Peer {
  private static final double LIMIT = 0.01;

  @Override
  public boolean fits(double rate) {
    return rate < LIMIT;
  }

  @Override
  public OptionalInt abort(List<Interval> minutes) {
    for (int minute = 1; minute <= minutes.size(); minute++) {
      long bad =
          minutes.subList(Math.max(0, minute - of), minute).stream()
              .filter(it -> it.canary().rate() > LIMIT)
              .count();
      if (bad >= failures) {
        return OptionalInt.of(minute);
      }
    }
    return OptionalInt.empty();
  }
}
