package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome.HandedOver;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetreatTest {
  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void undoesPromotedClustersWithTheWavesParallelism() {
    bench.fleet().plans(plan(1));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail("errors"));

    FleetOutcome outcome = bench.startFleet().failed();

    assertThat(outcome.clusters().values()).hasSize(4).allMatch(RolledBack.class::isInstance);
    assertThat(bench.trail().lines())
        .containsSubsequence(
            "eu-1 traffic off",
            "eu-1 remove canary, release",
            "eu-2 traffic off",
            "eu-2 remove canary, release",
            "eu-3 traffic off");
  }

  @Test
  void undoesSeveralAtOnceWhereTheWaveAllowsIt() {
    bench.fleet().plans(plan(3));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail("errors"));

    bench.startFleet().failed();

    List<String> trail = bench.trail().lines();
    int firstDone =
        List.of("eu-1", "eu-2", "eu-3").stream()
            .mapToInt(cluster -> trail.indexOf(cluster + " remove canary, release"))
            .min()
            .orElseThrow();
    assertThat(trail.subList(0, firstDone))
        .contains("eu-1 traffic off", "eu-2 traffic off", "eu-3 traffic off");
  }

  @Test
  void doesNotLetAClusterThatCannotBeReachedKeepTheOthersPromoted() {
    bench.fleet().plans(plan(1));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail("errors"));
    bench.cluster("eu-1").fails("traffic off", new IllegalStateException("unreachable"), 200);
    Run run = bench.startFleet();

    FleetOutcome outcome = run.failed();

    assertThat(outcome.clusters().values()).hasSize(4).allMatch(RolledBack.class::isInstance);
    assertThat(bench.trail().lines())
        .containsSubsequence("eu-2 remove canary, release", "eu-1 remove canary, release");
  }

  @Test
  void asksBeforeItUndoesMoreWhereTheOldRevisionDoesNotComeBack() {
    Run run = undoThatFails();

    Waiting question = run.fleet().waitingFor().getFirst();
    assertThat(question.gate()).isEqualTo("undo/eu-1");
    assertThat(question.why())
        .isEqualTo(
            "undoing did not bring cluster eu-1 back: its pods are not back; undo the other 2 promoted clusters"
                + " all the same?");
    assertThat(bench.trail().lines()).doesNotContain("eu-2 traffic off", "eu-3 traffic off");
    run.update("approve", GatesTest.approval("undo/eu-1"));

    FleetOutcome outcome = run.failed();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.HANDED_OVER);
    assertThat(outcome.clusters().get("eu-1")).isInstanceOf(HandedOver.class);
    assertThat(outcome.clusters().get("eu-2")).isInstanceOf(RolledBack.class);
    assertThat(outcome.clusters().get("eu-3")).isInstanceOf(RolledBack.class);
  }

  @Test
  void undoesNoMoreWhenAPersonSaysSo() {
    Run run = undoThatFails();
    run.update("reject", GatesTest.approval("undo/eu-1"));

    FleetOutcome outcome = run.failed();

    assertThat(outcome.reason())
        .contains("undo/eu-1 rejected by", "the clusters that were not undone keep 2026.11.3")
        .contains("left in eu-1: its pods are not back");
    assertThat(outcome.clusters().get("eu-2")).isInstanceOf(Promoted.class);
    assertThat(outcome.clusters().get("eu-3")).isInstanceOf(Promoted.class);
    assertThat(bench.trail().lines()).doesNotContain("eu-2 traffic off", "eu-3 traffic off");
  }

  @Test
  void undoesNoMoreWhenNobodyAnswers() {
    Run run = undoThatFails();
    bench.passes(HoldAnswer.WITHIN.plusMinutes(1));

    assertThat(run.failed().reason())
        .contains("nobody answered undo/eu-1, which counts as a rejection");
  }

  private Run undoThatFails() {
    bench.fleet().plans(plan(1));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail("errors"));
    bench.cluster("eu-1").returns("restore stable", new Restored(true, "its pods are not back"));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 remove canary, release");
    run.await(() -> !run.fleet().waitingFor().isEmpty(), "its question");
    return run;
  }

  private static RolloutPlan plan(int parallel) {
    return fleet(
        wave("europe", OPEN, parallel, "eu-1", "eu-2", "eu-3"), wave("rest", OPEN, "us-1"));
  }
}
