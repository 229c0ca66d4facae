package io.fleetcanary.starter.journal;

import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.util.List;
import java.util.Optional;

/**
 * Which revision serves, and which ones have served before it.
 *
 * @param past of one service, newest first
 */
record Lineage(List<PastRollout> past) {
  static Lineage of(List<PastRollout> past) {
    return new Lineage(past);
  }

  /** The rollout that has put there what serves now, everywhere or in some clusters. */
  Optional<PastRollout> current() {
    return past.stream().filter(it -> it.promoted() > 0).findFirst();
  }

  /**
   * The newest rollout whose revision served everywhere before the current one did for the first
   * time: going back twice does not lead forward again.
   */
  Optional<PastRollout> before() {
    return current().flatMap(this::before);
  }

  private Optional<PastRollout> before(PastRollout now) {
    int first = 0;
    for (int i = 0; i < past.size(); i++) {
      first = past.get(i).promoted() > 0 && same(past.get(i), now) ? i : first;
    }
    return past.stream().skip(first + 1L).filter(PastRollout::good).findFirst();
  }

  /** The newest rollout that has released this revision everywhere. */
  Optional<PastRollout> good(String revision) {
    return past.stream().filter(it -> it.good() && it.revision().equals(revision)).findFirst();
  }

  /** What came after {@code rollout} and may have left its mark, newest first. */
  List<PastRollout> since(PastRollout rollout) {
    return past.stream()
        .takeWhile(it -> !it.equals(rollout))
        .filter(it -> it.promoted() > 0)
        .toList();
  }

  /** What was good before {@code rollout}, newest first. */
  List<PastRollout> until(PastRollout rollout) {
    return past.stream()
        .dropWhile(it -> !it.equals(rollout))
        .skip(1)
        .filter(PastRollout::good)
        .toList();
  }

  static boolean same(PastRollout one, PastRollout other) {
    return one.revision().equals(other.revision());
  }
}
