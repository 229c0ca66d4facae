package io.fleetcanary.lab.invariant;

import io.fleetcanary.lab.invariant.history.Moment;

/**
 * A revision that broke an invariant.
 *
 * @param where cluster, object, version
 * @param what one sentence
 */
public record Violation(Invariant rule, String where, String what) {
  static Violation at(Moment moment, Invariant rule, String what) {
    String where =
        "%s, %s at version %d"
            .formatted(moment.cluster(), moment.object(), moment.entry().version());
    return new Violation(rule, where, what);
  }

  @Override
  public String toString() {
    return "%s: %s: %s".formatted(rule, where, what);
  }
}
