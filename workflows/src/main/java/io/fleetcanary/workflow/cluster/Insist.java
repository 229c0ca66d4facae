package io.fleetcanary.workflow.cluster;

import io.fleetcanary.workflow.Stubs.Patience;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Function;

/** Calls that must succeed, however long it takes. */
final class Insist {
  /** A call that declares itself hopeless is asked again all the same, but not in a hot loop. */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final Duration LONGEST_REST = Duration.ofHours(1);

  private Insist() {}

  /** Retries for ever; each round gives an attempt more time. For detached scopes only. */
  static <R> R on(Function<Patience, R> call) {
    Patience patience = Patience.first();
    Duration rest = REST;
    while (true) {
      try {
        return call.apply(patience);
      } catch (ActivityFailure failure) {
        Workflow.getLogger(Insist.class).warn("still trying", failure);
        Wait.through(rest, "try again: " + failure.getActivityType());
        patience = patience.next();
        rest =
            rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
      }
    }
  }
}
