package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.FakeCluster.inconclusive;
import static io.fleetcanary.workflow.bench.FakeCluster.stopped;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome.HandedOver;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterOutcome.Untouched;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailuresTest {
  private static final String REASON = "errors 21.3 % > 2 %, n = 3104, cluster eu-2";

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  @DisplayName("S66: brings back the whole fleet newest wave first")
  void bringsBackTheWholeFleetNewestWaveFirst() {
    bench.fleet().plans(threeWaves(Scope.FLEET, 0));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail(REASON));

    Run run = bench.startFleet();
    FleetOutcome outcome = run.failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.ROLLED_BACK);
    assertThat(outcome.reason()).isEqualTo(REASON);
    assertThat(outcome.clusters().values())
        .hasSize(3)
        .containsOnly(new RolledBack(FailureClass.EVIDENCE, REASON));
    assertThat(bench.trail().lines())
        .containsSubsequence("us-1 bake 10m at 5 %: FAIL", "eu-2 traffic off")
        .containsSubsequence("eu-2 remove canary, release", "eu-1 traffic off")
        .noneMatch(line -> line.endsWith("keep"));
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.ROLLED_BACK);
    assertThat(run.cluster("eu-1").reason()).isEqualTo(REASON);
  }

  @Test
  void closesTheRunAsFailedWithTheReasonAndNoStackTrace() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-2")));
    bench.cluster("eu-2").returns("bake 10m at 5 %", fail(REASON));

    Run run = bench.startFleet();
    ApplicationFailure failure = run.failure();

    assertThat(failure.getOriginalMessage()).isEqualTo(REASON);
    assertThat(failure.getType()).isEqualTo("RolledBack");
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(
            bench
                .history(run)
                .getLast()
                .getWorkflowExecutionFailedEventAttributes()
                .getFailure()
                .getStackTrace())
        .isEmpty();
  }

  @DisplayName("S74: clusters whose failure stops everything, whatever the budget")
  @Test
  void leavesLaterWavesUntouched() {
    bench.fleet().plans(threeWaves(Scope.FLEET, 0));
    bench.cluster("eu-1").returns("bake 10m at 5 %", fail(REASON));

    FleetOutcome outcome = bench.startFleet().failed();

    assertThat(outcome.clusters().get("us-1"))
        .isEqualTo(new Untouched(FailureClass.EVIDENCE, REASON));
    assertThat(bench.trail().of("us-1")).containsExactly("survey");
  }

  @Test
  void keepsEarlierWavesWhenTheScopeIsTheWave() {
    bench
        .fleet()
        .plans(
            fleet(
                new FailurePolicy(Scope.WAVE, 0),
                wave("first", OPEN, "eu-1"),
                wave("rest", OPEN, "eu-2", "us-1")));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail(REASON));

    FleetOutcome outcome = bench.startFleet().failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.ROLLED_BACK);
    assertThat(outcome.reason()).isEqualTo(REASON);
    assertThat(outcome.clusters().get("eu-1")).isInstanceOf(Promoted.class);
    assertThat(outcome.clusters().get("eu-2")).isInstanceOf(RolledBack.class);
    assertThat(outcome.clusters().get("us-1")).isInstanceOf(RolledBack.class);
  }

  @Test
  @DisplayName("S73: goes on within the budget and ends partly promoted")
  void goesOnWithinTheBudgetAndEndsPartlyPromoted() {
    bench.fleet().plans(threeWaves(Scope.CLUSTER, 1));
    bench.cluster("eu-2").returns("bake 10m at 5 %", fail(REASON));

    FleetOutcome outcome = bench.startFleet().failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.PARTLY_PROMOTED);
    assertThat(outcome.reason()).isEqualTo("2026.11.3 serves in 2 of 3 clusters; eu-2: " + REASON);
    assertThat(outcome.clusters().get("us-1")).isInstanceOf(Promoted.class);
  }

  @Test
  @DisplayName(
      "S73: stops beyond the budget and keeps what is promoted when the scope is the cluster")
  void stopsBeyondTheBudgetAndKeepsWhatIsPromotedWhenTheScopeIsTheCluster() {
    bench.fleet().plans(threeWaves(Scope.CLUSTER, 0));
    bench.cluster("eu-2").returns("bake 10m at 5 %", fail(REASON));

    FleetOutcome outcome = bench.startFleet().failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.ROLLED_BACK);
    assertThat(outcome.clusters().get("eu-1")).isInstanceOf(Promoted.class);
    assertThat(outcome.clusters().get("us-1")).isInstanceOf(Untouched.class);
  }

  @Test
  @DisplayName("S32: brings back a promoted cluster that turns bad during probation")
  void bringsBackAPromotedClusterThatTurnsBadDuringProbation() {
    bench.fleet().plans(threeWaves(Scope.FLEET, 0));
    bench.cluster("us-1").blocks("bake 10m at 5 %");
    Run run = bench.startFleet();
    bench.passesUntil("us-1 bake 10m at 5 %");

    bench.cluster("eu-1").alarm(fail("out of memory, cluster eu-1"));
    FleetOutcome outcome = run.failed();

    assertThat(outcome.reason()).isEqualTo("out of memory, cluster eu-1");
    assertThat(outcome.clusters().values()).hasSize(3).allMatch(RolledBack.class::isInstance);
  }

  @Test
  void asksAPersonAboutAClustersOwnTroubleAndGoesOnWithoutIt() {
    Run run = heldByNoGpu();
    assertThat(bench.trail().of("us-1")).containsExactly("survey");

    String answer = run.update("approve", GatesTest.approval("hold/eu-2/1"));
    FleetOutcome outcome = run.failed();

    assertThat(answer).isEqualTo("hold/eu-2/1 approved by ann (claimed): seen the numbers");
    assertThat(outcome.ending()).isEqualTo(FleetPhase.PARTLY_PROMOTED);
    assertThat(outcome.reason()).isEqualTo("2026.11.3 serves in 2 of 3 clusters; eu-2: no GPU");
    assertThat(outcome.clusters().get("eu-2"))
        .isEqualTo(new RolledBack(FailureClass.LOCAL, "no GPU"));
  }

  @Test
  void goesBackWhenAPersonRejectsToGoOnWithoutACluster() {
    Run run = heldByNoGpu();

    run.signal("reject", GatesTest.answer("hold/eu-2/1", "bob"));
    FleetOutcome outcome = run.failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.REJECTED);
    assertThat(outcome.reason()).isEqualTo("hold/eu-2/1 rejected by bob: seen the numbers; no GPU");
    assertThat(outcome.clusters().get("eu-1")).isInstanceOf(RolledBack.class);
  }

  @Test
  void goesBackWhenNobodyDecidesAboutACluster() {
    Run run = heldByNoGpu();

    bench.passes(Duration.ofHours(25));

    assertThat(run.failed().reason())
        .isEqualTo("nobody answered hold/eu-2/1, which counts as a rejection; no GPU");
  }

  @Test
  void forwardsTheAnswerToAClusterThatLacksEvidence() {
    bench.fleet().plans(threeWaves(Scope.FLEET, 0));
    bench
        .cluster("eu-2")
        .returns("bake 10m at 5 %", inconclusive("3 of 200"), inconclusive("9 of 200"));
    Run run = bench.startFleet();
    bench.passesUntil("eu-2 guard at 5 %");
    run.awaitPhase(FleetPhase.HOLDING);
    assertThat(run.fleet().waitingFor().getFirst().why()).isEqualTo("9 of 200");

    Runnable letGo = bench.cluster("eu-2").blocks("pods for 50 %");
    run.signal("approve", GatesTest.approval("hold/eu-2/1"));
    bench.trail().await("eu-2 pods for 50 %");
    run.awaitPhase(FleetPhase.RELEASING);
    assertThat(run.fleet().waitingFor()).isEmpty();
    letGo.run();
    FleetOutcome outcome = run.promoted();

    assertThat(outcome.clusters().get("eu-2"))
        .isEqualTo(
            new Promoted(
                "2026.11.3 serves in eu-2; hold/eu-2/1 approved by ann (claimed): seen the numbers"));
  }

  @Test
  void takesAClustersUnansweredHoldAsARejection() {
    bench.fleet().plans(threeWaves(Scope.FLEET, 0));
    bench
        .cluster("eu-2")
        .returns("bake 10m at 5 %", inconclusive("3 of 200"), inconclusive("9 of 200"));
    Run run = bench.startFleet();
    bench.passesUntil("eu-2 guard at 5 %");

    bench.passes(Duration.ofHours(25));

    assertThat(run.failed().ending()).isEqualTo(FleetPhase.REJECTED);
    assertThat(run.failed().reason())
        .isEqualTo("hold/eu-2/1 was not approved in time, which counts as a rejection; 9 of 200");
  }

  @Test
  void saysWhatIsLeftWhereItWasHandedOver() {
    bench.fleet().plans(threeWaves(Scope.FLEET, 0));
    bench
        .cluster("eu-2")
        .returns("bake 10m at 5 %", fail(REASON))
        .returns("restore stable", new Restored(true, "image is vllm:next"));

    FleetOutcome outcome = bench.startFleet().failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.HANDED_OVER);
    assertThat(outcome.reason()).isEqualTo(REASON + "; left in eu-2: image is vllm:next");
    assertThat(outcome.clusters().get("eu-2"))
        .isEqualTo(new HandedOver(REASON, "image is vllm:next"));
  }

  private Run heldByNoGpu() {
    bench.fleet().plans(threeWaves(Scope.FLEET, 0));
    bench.cluster("eu-2").returns("pods for 5 %", stopped("no GPU"));
    Run run = bench.startFleet();
    bench.passesUntil("eu-2 remove canary, release");
    run.awaitPhase(FleetPhase.HOLDING);
    return run;
  }

  private static RolloutPlan threeWaves(Scope scope, int budget) {
    return fleet(
        new FailurePolicy(scope, budget),
        wave("first", OPEN, "eu-1"),
        wave("europe", OPEN, "eu-2"),
        wave("rest", OPEN, "us-1"));
  }
}
