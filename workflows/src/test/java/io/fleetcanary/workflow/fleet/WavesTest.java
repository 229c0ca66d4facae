package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.FakeCluster.PASS;
import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.FakeCluster.inconclusive;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.approval;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WavesTest {
  @RegisterExtension private final Bench bench = new Bench();

  @Test
  @DisplayName("S66: promotes wave by wave and keeps only when the whole fleet is promoted")
  void promotesWaveByWaveAndKeepsOnlyWhenTheWholeFleetIsPromoted() {
    bench
        .fleet()
        .plans(
            fleet(
                wave("first", OPEN, "eu-1"),
                wave("europe", OPEN, 2, "eu-2", "eu-3"),
                wave("rest", OPEN, "us-1")));

    FleetOutcome outcome = bench.startFleet().promoted();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(outcome.reason()).isEqualTo("2026.11.3 serves in 4 of 4 clusters");
    assertThat(outcome.clusters().values()).hasSize(4).allMatch(Promoted.class::isInstance);
    List<String> trail = bench.trail().lines();
    assertThat(trail.getFirst()).isEqualTo("resolve {\"service\":\"chat\"}");
    assertThat(trail.subList(1, 5))
        .containsExactlyInAnyOrder("eu-1 survey", "eu-2 survey", "eu-3 survey", "us-1 survey");
    assertThat(trail).containsSubsequence("eu-1 confirm", "eu-2 claim", "us-1 claim");
    assertThat(trail).containsSubsequence("eu-3 confirm", "us-1 claim");
    assertThat(trail.subList(trail.size() - 4, trail.size()))
        .containsExactlyInAnyOrder("eu-1 keep", "eu-2 keep", "eu-3 keep", "us-1 keep");
  }

  @Test
  @DisplayName("S70: starts the next cluster when one is in probation and not before")
  void startsTheNextClusterWhenOneIsInProbationAndNotBefore() {
    bench.fleet().plans(fleet(wave("all", OPEN, 2, "eu-1", "eu-2", "eu-3")));
    Runnable eu1 = bench.cluster("eu-1").blocks("bake 20m at 50 %");
    bench.cluster("eu-2").blocks("bake 20m at 50 %");
    bench.startFleet();
    bench.trail().await("eu-1 bake 20m at 50 %");
    bench.trail().await("eu-2 bake 20m at 50 %");
    assertThat(bench.trail().of("eu-3")).containsExactly("survey");

    eu1.run();
    bench.passesUntil("eu-3 claim");

    assertThat(bench.trail().of("eu-1")).endsWith("empty canary");
    assertThat(bench.trail().of("eu-2")).endsWith("bake 20m at 50 %");
  }

  @Test
  void bakesAPromotedWaveUnderWatchBeforeTheNext() {
    Gate gate = new Gate(Duration.ofMinutes(30), List.of(), Duration.ofHours(24));
    bench.fleet().plans(fleet(wave("first", gate, "eu-1"), wave("rest", OPEN, "eu-2")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.BAKING);

    bench.passes(Duration.ofMinutes(29));
    assertThat(bench.trail().of("eu-2")).containsExactly("survey");
    assertThat(bench.cluster("eu-1").inFlight()).isEqualTo(1);
    bench.passes(Duration.ofMinutes(1));

    bench.trail().await("eu-2 claim");
  }

  @Test
  void passesNoGateWithoutAFreshPass() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
    bench.cluster("eu-1").returns("confirm", inconclusive("no data"), inconclusive("no data"));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 confirm");
    run.awaitPhase(FleetPhase.HOLDING);
    assertThat(run.fleet().waitingFor().getFirst().why()).isEqualTo("no data");
    assertThat(bench.trail().of("eu-1")).doesNotContain("keep");
    assertThat(bench.trail().of("eu-2")).containsExactly("survey");

    run.update("approve", GatesTest.approval("hold/eu-1/1"));

    assertThat(run.promoted().clusters().get("eu-1"))
        .isEqualTo(
            new Promoted(
                "2026.11.3 serves in eu-1; hold/eu-1/1 approved by ann (claimed): seen the numbers"));
    assertThat(bench.trail().of("eu-1")).endsWith("confirm", "guard at 0 %", "keep");
  }

  @Test
  void bringsEverythingBackWhenTheLastLookIsBad() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
    bench.cluster("eu-1").returns("confirm", PASS, fail("slow at last, cluster eu-1"));

    Run run = bench.startFleet();
    bench.passesUntil("eu-2 remove canary, release");
    FleetOutcome outcome = run.failed();

    assertThat(outcome.reason()).isEqualTo("slow at last, cluster eu-1");
    assertThat(outcome.clusters().values()).noneMatch(Promoted.class::isInstance);
  }

  @Test
  void keepsNothingBeforeTheLastGateIsPassed() {
    bench.fleet().plans(fleet(wave("all", approval(Duration.ZERO), "eu-1")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    assertThat(bench.trail().of("eu-1")).doesNotContain("keep");

    run.update("approve", GatesTest.approval("all"));

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(bench.trail().of("eu-1")).endsWith("keep");
  }

  @Test
  void tellsTheWholeTruthOnTheWay() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
    bench.cluster("eu-1").blocks("bake 20m at 50 %");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 bake 20m at 50 %");

    run.await(() -> run.cluster("eu-1").set().percent() == 50, "weight 50");

    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.RELEASING);
    assertThat(run.fleet().revision()).isEqualTo("2026.11.3");
    assertThat(run.fleet().waves()).extracting("name").containsExactly("first", "rest");
    assertThat(run.cluster("eu-1").phase()).isEqualTo(ClusterPhase.BAKING);
    assertThat(run.cluster("eu-1").seen()).hasToString("5.0 %");
    assertThat(run.cluster("eu-2").phase()).isEqualTo(ClusterPhase.QUEUED);
  }

  @Test
  void startsAtMostFiftyClustersPerWorkflowTask() {
    String[] many = IntStream.range(0, 120).mapToObj(i -> "c-" + i).toArray(String[]::new);
    bench.fleet().plans(fleet(new FailurePolicy(Scope.CLUSTER, 120), wave("all", OPEN, 120, many)));
    for (String cluster : many) {
      bench
          .cluster(cluster)
          .returns("claim", new Progress.Stopped(FailureClass.EVIDENCE, "bad", false));
    }
    Run run = bench.startFleet();

    run.failed();

    List<HistoryEvent> history = bench.history(run);
    assertThat(history.stream().filter(WavesTest::childStart)).hasSize(120);
    assertThat(mostInARow(history)).isLessThanOrEqualTo(50);
  }

  private static int mostInARow(List<HistoryEvent> history) {
    int most = 0;
    int now = 0;
    for (HistoryEvent event : history) {
      if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) {
        now = 0;
      }
      now += childStart(event) || surveyStart(event) ? 1 : 0;
      most = Math.max(most, now);
    }
    return most;
  }

  private static boolean childStart(HistoryEvent event) {
    return event
        .getStartChildWorkflowExecutionInitiatedEventAttributes()
        .getWorkflowType()
        .getName()
        .equals("ClusterRollout");
  }

  private static boolean surveyStart(HistoryEvent event) {
    return event
        .getActivityTaskScheduledEventAttributes()
        .getActivityType()
        .getName()
        .equals("survey");
  }
}
