package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Run;
import io.fleetcanary.workflow.flow.Failures;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a cluster that is out of reach means for the others, as the spec says. */
class OutOfReachTest {
  private static final String REASON =
      "cluster eu-2 cannot be reached: connection refused; claim was tried for 10m, look at its API"
          + " server from the worker's host";

  private static final Map<String, Object> EU_2 =
      Map.of("cluster", "eu-2", "by", "ann", "reason", "power cut");

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void asksAPersonWhereNothingElseIsSaid() {
    Run run = lost(new FailurePolicy(Scope.FLEET, 0));

    bench.passesUntil("eu-2 remove canary, release");
    run.awaitPhase(FleetPhase.HOLDING);

    assertThat(run.fleet().waitingFor().getFirst().why())
        .isEqualTo(REASON + "; retry eu-2, or go on without it?");
  }

  @Test
  void usesUpTheBudgetWhereTheSpecSaysSo() {
    FleetOutcome outcome = lost(new FailurePolicy(Scope.CLUSTER, 1, true)).failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.PARTLY_PROMOTED);
    assertThat(outcome.clusters().get("us-1")).isInstanceOf(Promoted.class);
    assertThat(outcome.clusters().get("eu-2"))
        .isEqualTo(new RolledBack(FailureClass.LOCAL, REASON));
  }

  /** It proves nothing against the revision, which may be released again at once. */
  @Test
  void stopsBeyondTheBudgetAndCallsNoRevisionBad() {
    FleetOutcome outcome = lost(new FailurePolicy(Scope.FLEET, 0, true)).failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.ROLLED_BACK);
    assertThat(outcome.reason()).isEqualTo(REASON);
    assertThat(outcome.clusters().get("eu-1"))
        .isEqualTo(new RolledBack(FailureClass.LOCAL, REASON));
    assertThat(bench.trail().of("us-1")).containsExactly("survey");
  }

  /** It ends by itself, one way or the other. */
  @Test
  void isNotGivenUpByAPersonWhileItIsTried() {
    Run run = lost(new FailurePolicy(Scope.FLEET, 0));
    bench.passesUntil("eu-2 claim");
    bench.passes(Duration.ofMinutes(1));
    run.await(
        () -> run.cluster("eu-2").reason().endsWith(", then the cluster goes back"), "word of it");

    assertThatThrownBy(() -> run.update("abandon", EU_2))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining(
            "cluster must be one that cannot be brought to its end, none now, got eu-2, which is"
                + " CLAIMING");
  }

  private Run lost(FailurePolicy policy) {
    bench
        .fleet()
        .plans(
            fleet(
                policy,
                wave("first", OPEN, "eu-1"),
                wave("europe", OPEN, "eu-2"),
                wave("rest", OPEN, "us-1")));
    bench
        .cluster("eu-2")
        .fails(
            "claim",
            ApplicationFailure.newFailure("connection refused", Failures.UNREACHABLE),
            1000);
    return bench.startFleet();
  }
}
