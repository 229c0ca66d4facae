package io.fleetcanary.core.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;

/**
 * How far a bad canary reaches.
 *
 * @param scope what goes back once more clusters have failed on evidence than the budget allows
 * @param budget clusters that may fail on evidence before the scope applies, 0 or more
 * @param countsUnreachable whether a cluster that cannot be reached uses the budget up as well;
 *     otherwise a person is asked about it
 */
public record FailurePolicy(
    Scope scope,
    int budget,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean countsUnreachable) {
  /** Where a person is asked about a cluster that cannot be reached. */
  public FailurePolicy(Scope scope, int budget) {
    this(scope, budget, false);
  }

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
