package io.fleetcanary.core.plan;

import java.util.Locale;

/**
 * How far a bad canary reaches.
 *
 * @param scope what goes back once more clusters have failed on evidence than the budget allows
 * @param budget clusters that may fail on evidence before the scope applies, 0 or more
 */
public record FailurePolicy(Scope scope, int budget) {
  /** How far one failure or rejection reaches. */
  public enum Scope {
    CLUSTER,
    WAVE,
    FLEET;

    /** {@code fleet}, as the spec writes it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
