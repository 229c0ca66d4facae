package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.flow.Failures;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a rollout goes no further.
 *
 * @param ending how it ends if nothing worse happens on the way back
 * @param reason one sentence, passed on word for word
 * @param fromWave promoted clusters of this wave and all later ones go back, counting from 0; what
 *     is not promoted yet goes back in any case
 */
record Stop(FleetPhase ending, FailureClass because, String reason, int fromWave) {
  /** So many clusters do not get into each other's way. */
  private static final int FEW = 10;

  /** What taking the traffic off one cluster costs, see docs/performance.md. */
  private static final Duration EACH = Duration.ofMillis(50);

  /** Nothing was planned, so there is nothing to bring back. */
  static Stop beforePlan(FleetPhase ending, FailureClass because, String reason) {
    return new Stop(ending, because, reason, 0);
  }

  /** What a failure means that nobody announced: only planning calls anything by itself. */
  static Stop of(TemporalFailure failure, @Nullable Release release) {
    if (!Failures.interrupted(failure)) {
      String reason = "no plan could be made: " + Failures.message(failure);
      return beforePlan(FleetPhase.REFUSED, FailureClass.LOCAL, reason);
    }
    Cause cause = Cause.aborted("cancelled from outside");
    return release == null
        ? beforePlan(cause.ending(), cause.because(), cause.reason())
        : release.reach(cause);
  }

  /**
   * Reaches as far as the plan's scope. Later waves were released on the strength of {@code wave},
   * so they go where it goes.
   */
  static Stop within(RolloutPlan plan, int wave, Cause cause) {
    Scope scope = plan.failure().scope();
    int from =
        switch (scope) {
          case FLEET -> 0;
          case WAVE -> wave;
          case CLUSTER -> plan.waves().size();
        };
    return new Stop(cause.ending(), cause.because(), cause.reason(), from);
  }

  /** Reaches everywhere, whatever the scope. */
  static Stop everywhere(Cause cause) {
    return new Stop(cause.ending(), cause.because(), cause.reason(), 0);
  }

  GoBack order() {
    return new GoBack(because, reason);
  }

  /** The same for so many clusters in one moment. */
  GoBack orderFor(long clusters) {
    return new GoBack(
        because, reason, clusters > FEW ? EACH.multipliedBy(clusters) : Duration.ZERO);
  }

  /** What happened, before it is known how far it reaches. */
  record Cause(FleetPhase ending, FailureClass because, String reason) {
    static Cause rejected(String reason) {
      return new Cause(FleetPhase.REJECTED, FailureClass.PERSON, reason);
    }

    static Cause aborted(String reason) {
      return new Cause(FleetPhase.ABORTED, FailureClass.PERSON, reason);
    }

    static Cause evidence(String reason) {
      return new Cause(FleetPhase.ROLLED_BACK, FailureClass.EVIDENCE, reason);
    }

    /** It says nothing of the revision, which may be released again. */
    static Cause unreachable(String reason) {
      return new Cause(FleetPhase.ROLLED_BACK, FailureClass.LOCAL, reason);
    }
  }
}
