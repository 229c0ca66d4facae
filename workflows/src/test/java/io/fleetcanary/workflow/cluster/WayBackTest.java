package io.fleetcanary.workflow.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.fleet.ScalerRef;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterOutcome.HandedOver;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterOutcome.Untouched;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.FakeCluster;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WayBackTest {
  private static final ClusterPlan PLAN = Plans.cluster("eu-1", OnInconclusive.HOLD);

  private static final GoBack WITH_ROOM =
      new GoBack(FailureClass.PERSON, "aborted by ann", Duration.ofSeconds(7));

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void saysThatAFloorMayBeLeftWhereAnAutoscalerWas() {
    ClusterTarget alone = PLAN.cluster();
    ClusterTarget scaled =
        new ClusterTarget(
            alone.name(),
            alone.taskQueue(),
            alone.routes(),
            alone.identity(),
            new ScalerRef("ScaledObject", "chat"));

    assertThat(WayBack.floor(alone)).isEmpty();
    assertThat(WayBack.floor(scaled))
        .isEqualTo("; the floor of ScaledObject chat may still be raised");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claim",
        "pods for 5 %",
        "shift to 5 %",
        "bake 10m at 5 %",
        "pods for 50 %",
        "shift to 50 %",
        "bake 20m at 50 %",
        "promote",
        "watch promotion",
        "shift to 0 %"
      })
  void isTheSameFromEveryPhaseAndWaitsForNothingInFlight(String phase) {
    bench.cluster("eu-1").blocks(phase);
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 " + phase);

    run.signal("goBack", Plans.ABORTED);

    assertThat(run.clusterOutcome())
        .isEqualTo(new RolledBack(FailureClass.PERSON, "aborted by ann"));
    assertThat(bench.trail().of("eu-1"))
        .endsWith(phase, "traffic off", "turn back", "restore stable", "remove canary, release");
  }

  @Test
  void leavesRoomForTheTrafficOfOtherClusters() {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 bake 10m at 5 %");

    run.signal("goBack", WITH_ROOM);

    assertThat(run.clusterOutcome()).isInstanceOf(RolledBack.class);
    assertThat(timers(run)).contains(WITH_ROOM.room());
  }

  @Test
  void doesNotLeaveARevisionServingToLeaveRoom() {
    bench.cluster("eu-1").blocks("watch promotion");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 watch promotion");

    run.signal("goBack", WITH_ROOM);

    assertThat(run.clusterOutcome()).isInstanceOf(RolledBack.class);
    assertThat(timers(run)).doesNotContain(WITH_ROOM.room());
  }

  private List<Duration> timers(Run run) {
    return bench.history(run).stream()
        .filter(HistoryEvent::hasTimerStartedEventAttributes)
        .map(event -> event.getTimerStartedEventAttributes().getStartToFireTimeout())
        .map(time -> Duration.ofSeconds(time.getSeconds(), time.getNanos()))
        .toList();
  }

  @Test
  void leadsOutOfProbationToo() {
    Run run = bench.startCluster(PLAN);
    bench.passesUntil("eu-1 empty canary");

    run.signal("goBack", Plans.ABORTED);
    run.signal("keep");

    assertThat(run.clusterOutcome())
        .isEqualTo(new RolledBack(FailureClass.PERSON, "aborted by ann"));
    assertThat(bench.trail().of("eu-1")).doesNotContain("keep");
  }

  @Test
  @DisplayName("F40: never gives up")
  void neverGivesUp() {
    bench
        .cluster("eu-1")
        .returns("bake 10m at 5 %", FakeCluster.fail("errors"))
        .fails("traffic off", new IllegalStateException("api unreachable"), 70)
        .fails("restore stable", ApplicationFailure.newNonRetryableFailure("no", "Denied"), 3)
        .fails("remove canary, release", new IllegalStateException("api unreachable"), 5);

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "errors"));
    assertThat(bench.trail().of("eu-1")).filteredOn("traffic off"::equals).hasSize(71);
    assertThat(bench.trail().of("eu-1")).filteredOn("restore stable"::equals).hasSize(4);
    assertThat(bench.trail().of("eu-1")).filteredOn("remove canary, release"::equals).hasSize(6);
  }

  @Test
  void handsOverWhatSomebodyElseHasChanged() {
    bench
        .cluster("eu-1")
        .returns("bake 10m at 5 %", FakeCluster.fail("errors"))
        .returns("restore stable", new Restored(true, "image is registry.example/vllm:next"));

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome).isEqualTo(new HandedOver("errors", "image is registry.example/vllm:next"));
    assertThat(bench.trail().of("eu-1"))
        .contains("leaves image is registry.example/vllm:next", "remove canary, release");
  }

  @Test
  void findsThatNothingWasTouched() {
    bench.cluster("eu-1").returns("restore stable", new Restored(false, "")).blocks("claim");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 claim");

    run.signal("goBack", Plans.ABORTED);

    assertThat(run.clusterOutcome())
        .isEqualTo(new Untouched(FailureClass.PERSON, "aborted by ann"));
  }

  @Test
  void isTakenWhenTheRunIsCancelledFromOutside() {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 bake 10m at 5 %");

    run.stub().cancel();

    assertThatThrownBy(run::clusterOutcome).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(run.cluster().phase()).isEqualTo(ClusterPhase.ROLLED_BACK);
    assertThat(run.cluster().reason()).isEqualTo("cancelled from outside, cluster eu-1");
    assertThat(bench.trail().of("eu-1"))
        .endsWith("traffic off", "turn back", "restore stable", "remove canary, release");
  }

  @Test
  @DisplayName("F33: is taken when the fleet rollout has closed without the cluster")
  void isTakenWhenTheFleetRolloutHasClosedWithoutTheCluster() {
    Runnable letGo = bench.cluster("eu-1").blocks("bake 10m at 5 %");
    bench.cluster("eu-1").blocks("bake 20m at 50 %");
    Run fleet = bench.startFleet();
    bench.trail().await("eu-1 bake 10m at 5 %");
    fleet.stub().terminate("the test server leaves the children of what it terminates alone");

    letGo.run();
    bench.trail().await("eu-1 restore stable");

    assertThat(bench.child("eu-1").cluster().reason())
        .isEqualTo("the fleet rollout has closed without cluster eu-1");
  }

  @Test
  void isTakenOnAnOrderThatSaysNothing() {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 bake 10m at 5 %");

    run.signal("goBack", new Object[] {null});

    assertThat(run.clusterOutcome())
        .isEqualTo(new RolledBack(FailureClass.PERSON, "told to go back, no reason given"));
  }
}
