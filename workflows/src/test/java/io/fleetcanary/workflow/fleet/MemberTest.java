package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MemberTest {
  @RegisterExtension private final Bench bench = new Bench(LeftOver.class);

  @BeforeEach
  void plan() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
  }

  @Test
  void sendsARunBackThatAnEarlierRolloutLeftOpenAndAsksAPerson() {
    bench.startCluster(Plans.cluster("eu-1", OnInconclusive.HOLD));
    Run run = bench.startFleet();
    run.awaitPhase(FleetPhase.HOLDING);
    String reason = "an earlier run of cluster eu-1 was still open and goes back";
    assertThat(run.fleet().waitingFor().getFirst().why())
        .isEqualTo(reason + "; retry eu-1, or go on without it?");

    run.signal("reject", GatesTest.answer("hold/eu-1/1", "bob"));

    assertThat(run.failed().clusters().get("eu-1"))
        .isEqualTo(new RolledBack(FailureClass.LOCAL, reason));
    assertThat(run.failed().ending()).isEqualTo(FleetPhase.REJECTED);
  }

  @Test
  void recallsARunThatWasLeftOpenInAClusterThatIsNotYetStarted() {
    bench.startCluster(Plans.cluster("eu-2", OnInconclusive.HOLD));
    Run run = bench.startFleet();
    run.awaitPhase(FleetPhase.HOLDING);

    run.signal("abort", "enough");

    assertThat(run.failed().clusters().get("eu-2"))
        .isEqualTo(new RolledBack(FailureClass.PERSON, "aborted by somebody: enough"));
  }

  @Test
  @DisplayName("F33: brings back a cluster whose run ended by force")
  void bringsBackAClusterWhoseRunEndedByForce() {
    Run run = bench.startFleet();
    run.awaitPhase(FleetPhase.HOLDING);

    run.signal("abort", "enough");

    assertThat(run.failed().ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(run.failed().clusters().get("eu-1"))
        .isEqualTo(
            new RolledBack(FailureClass.LOCAL, "the run of cluster eu-1 ended by force: killed"));
    assertThat(bench.trail().of("eu-1"))
        .containsExactly(
            "survey", "traffic off", "turn back", "restore stable", "remove canary, release");
  }

  /** A run without a parent is left over from an earlier rollout; one with a parent dies. */
  public static final class LeftOver implements ClusterRollout {
    private GoBack order = new GoBack(FailureClass.PERSON, "");
    private String cluster = "";

    @Override
    public ClusterOutcome run(ClusterPlan plan) {
      if (Workflow.getInfo().getParentWorkflowId().isPresent()) {
        throw ApplicationFailure.newNonRetryableFailure("killed", "Killed");
      }
      cluster = plan.cluster().name();
      Workflow.await(() -> !order.reason().isEmpty());
      ClusterOutcome outcome = new RolledBack(order.because(), order.reason());
      Workflow.newExternalWorkflowStub(FleetRollout.class, Bench.ID)
          .report(new Report.Ends(status(), outcome));
      return outcome;
    }

    @Override
    public ClusterStatus status() {
      return new ClusterStatus(
          cluster,
          ClusterPhase.ROLLED_BACK,
          TrafficWeight.NONE,
          ShareSeen.NONE,
          List.of(),
          order.reason(),
          Instant.EPOCH);
    }

    @Override
    public void goBack(GoBack given) {
      order = given;
    }

    @Override
    public void confirm() {}

    @Override
    public void keep() {}

    @Override
    public void hold(boolean paused) {}

    @Override
    public void answer(HoldAnswer answer) {}

    @Override
    public void abandon(Abandon order) {}
  }
}
