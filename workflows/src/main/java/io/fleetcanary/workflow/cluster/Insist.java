package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.ClusterRollout.Abandon;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Stubs.Patience;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls that must succeed, however long it takes; only a person's word ends the waiting. */
final class Insist {
  /** A call that declares itself hopeless is asked again all the same, but not in a hot loop. */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final Duration LONGEST_REST = Duration.ofHours(1);

  private final ClusterTarget cluster;
  private final Standing standing;
  private @Nullable CancellationScope going;
  private @Nullable Abandon abandoned;

  Insist(ClusterTarget cluster, Standing standing) {
    this.cluster = cluster;
    this.standing = standing;
  }

  /**
   * Does {@code work} to its end, or to where a person takes it over.
   *
   * @param instead how it ends then, given who takes it over and why
   */
  <R> R unlessAbandoned(Supplier<R> work, Function<String, R> instead) {
    CompletablePromise<R> result = Workflow.newPromise();
    CancellationScope scope = Workflow.newCancellationScope(() -> result.complete(work.get()));
    going = scope;
    try {
      scope.run();
      return result.get();
    } catch (TemporalFailure failure) {
      if (abandoned == null || !Failures.interrupted(failure)) {
        throw failure;
      }
      return instead.apply(abandoned.sentence());
    } finally {
      going = null;
    }
  }

  /** Where nothing is stuck there is nothing to take over. */
  void abandon(@Nullable Abandon order) {
    if (going != null && standing.isStuck() && order != null && order.sentence() != null) {
      abandoned = order;
      going.cancel();
    }
  }

  /** Retries for ever; each round gives an attempt more time. For detached scopes only. */
  <R> R on(Function<Patience, R> call) {
    Patience patience = Patience.first();
    Duration rest = REST;
    while (true) {
      try {
        R answer = call.apply(patience);
        standing.gotOn();
        return answer;
      } catch (ActivityFailure failure) {
        if (Failures.interrupted(failure)) {
          throw failure;
        }
        if (Failures.unheard(failure)) {
          standing.stuck(Failures.reason(failure, cluster) + ", waiting for one");
          patience = patience.waiting();
          continue;
        }
        Workflow.getLogger(Insist.class).warn("still trying", failure);
        standing.stuck(Failures.reason(failure, cluster) + ", trying again");
        Wait.through(rest, "try again: " + failure.getActivityType());
        patience = patience.next();
        rest =
            rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
      }
    }
  }
}
