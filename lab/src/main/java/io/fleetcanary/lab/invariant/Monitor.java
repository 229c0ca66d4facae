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

  /** Some of the rules. */
  private interface Check {
    Stream<Violation> of(History history, Intent intent);
  }
}
