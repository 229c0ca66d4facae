package io.fleetcanary.lab.invariant;

import io.fleetcanary.lab.invariant.history.History;
import java.util.List;
import java.util.stream.Stream;

/** Judges what was recorded of a rollout by all invariants. */
public final class Monitor {
  private Monitor() {}

  /** Every revision that broke a rule; where nobody was looking is not among them. */
  public static List<Violation> violations(History history, Intent intent) {
    return Stream.<Check>of(
            Capacity::check,
            Weights::check,
            Order::check,
            Ownership::check,
            Evidence::check,
            Pinned::check,
            Fields::check)
        .flatMap(check -> check.of(history, intent))
        .toList();
  }

  /**
   * Where nobody was looking: what the watches themselves say, and clusters of which no claim was
   * seen though a rollout has written there.
   *
   * @param touched names of the clusters in which it says to have written
   */
  public static List<String> gaps(History history, Intent intent, List<String> touched) {
    return Stream.concat(
            history.gaps().stream(),
            touched.stream()
                .filter(cluster -> !claimed(history, intent, cluster))
                .map(cluster -> cluster + ": no claim was seen"))
        .toList();
  }

  private static boolean claimed(History history, Intent intent, String cluster) {
    return history
        .written()
        .filter(moment -> moment.cluster().equals(cluster))
        .anyMatch(moment -> moment.object().equals(intent.ledger()));
  }

  /** Some of the rules. */
  private interface Check {
    Stream<Violation> of(History history, Intent intent);
  }
}
