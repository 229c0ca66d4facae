package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.FakeCluster.inconclusive;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterOutcome.Untouched;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbortTest {
  private static final Map<String, Object> BY_ANN = Map.of("by", "ann", "reason", "wrong model");
  private static final Set<EventType> WRITES =
      EnumSet.of(
          EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
          EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED);
  private static final String REASON = "aborted by ann: wrong model";

  @RegisterExtension private final Bench bench = new Bench();

  @ParameterizedTest
  @ValueSource(strings = {"pods for 5 %", "bake 10m at 5 %", "bake 20m at 50 %", "watch promotion"})
  void bringsBackEverythingFromEveryPhase(String phase) {
    twoWaves(Scope.FLEET);
    bench.cluster("eu-2").blocks(phase);
    Run run = bench.startFleet();
    bench.passesUntil("eu-2 " + phase);

    run.signal("abort", BY_ANN);
    FleetOutcome outcome = run.failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(outcome.reason()).isEqualTo(REASON);
    assertThat(run.failure().getType()).isEqualTo("Aborted");
    assertThat(outcome.clusters().values())
        .hasSize(2)
        .containsOnly(new RolledBack(FailureClass.PERSON, REASON));
    for (String cluster : List.of("eu-1", "eu-2")) {
      assertThat(bench.trail().of(cluster))
          .endsWith("traffic off", "turn back", "restore stable", "remove canary, release");
    }
  }

  /** Where fifty are aborted at once, every message before that one delays all of them. */
  @Test
  void writesToNobodyBeforeTheTrafficIsOff() {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 bake 10m at 5 %");

    run.signal("abort", BY_ANN);
    run.failed();

    List<EventType> said =
        bench.history(bench.child("eu-1")).stream()
            .map(HistoryEvent::getEventType)
            .dropWhile(type -> type != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
            .filter(WRITES::contains)
            .toList();
    assertThat(said)
        .startsWith(
            EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
  }

  @Test
  void givesManyClustersRoomAndHearsOfNothingButTheirEnd() {
    String[] many = IntStream.range(0, 12).mapToObj(n -> "eu-" + n).toArray(String[]::new);
    bench.fleet().plans(fleet(wave("all", OPEN, many.length, many)));
    Stream.of(many).forEach(name -> bench.cluster(name).blocks("bake 10m at 5 %"));
    Run run = bench.startFleet();
    Stream.of(many).forEach(name -> bench.trail().await(name + " bake 10m at 5 %"));
    Stream.of(many)
        .forEach(name -> run.await(() -> run.cluster(name).phase() == ClusterPhase.BAKING, name));

    run.signal("abort", BY_ANN);

    assertThat(run.failed().clusters().values())
        .hasSize(12)
        .containsOnly(new RolledBack(FailureClass.PERSON, REASON));
    assertThat(run.fleet().waves().getFirst().clusters())
        .extracting(ClusterStatus::set)
        .containsOnly(TrafficWeight.NONE);
    assertThat(reportsAfterAbort(run)).hasSize(12).allMatch(report -> report.contains("ends"));
  }

  private List<String> reportsAfterAbort(Run run) {
    return bench.history(run).stream()
        .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
        .map(HistoryEvent::getWorkflowExecutionSignaledEventAttributes)
        .dropWhile(signal -> !signal.getSignalName().equals("abort"))
        .skip(1)
        .map(signal -> signal.getInput().getPayloads(0).getData().toStringUtf8())
        .map(json -> json.substring(0, 12))
        .toList();
  }

  @Test
  void touchesNothingWhenItComesDuringTheSurvey() {
    twoWaves(Scope.FLEET);
    // both: the test server refuses a decision that cancels an activity which ends meanwhile
    bench.cluster("eu-1").blocks("survey");
    bench.cluster("eu-2").blocks("survey");
    Run run = bench.startFleet();
    bench.trail().await("eu-2 survey");
    bench.trail().await("eu-1 survey");

    assertThat(run.update("abort", BY_ANN)).isEqualTo("going back, " + REASON);

    assertThat(run.failed().ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(run.failed().clusters().values())
        .hasSize(2)
        .containsOnly(new Untouched(FailureClass.PERSON, REASON));
  }

  @Test
  void isTakenAtAGate() {
    bench.fleet().plans(fleet(wave("first", Plans.approval(Duration.ZERO), "eu-1")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);

    run.signal("abort"); // nothing typed at all

    assertThat(run.failed().reason()).isEqualTo("aborted by somebody");
    assertThat(run.failed().clusters().get("eu-1")).isInstanceOf(RolledBack.class);
  }

  @Test
  void isTakenDuringAHold() {
    twoWaves(Scope.FLEET);
    bench.cluster("eu-1").returns("bake 10m at 5 %", inconclusive("3"), inconclusive("9"));
    Run run = bench.startFleet();
    bench.trail().await("eu-1 guard at 5 %");
    run.awaitPhase(FleetPhase.HOLDING);

    run.signal("abort", "enough of it");

    assertThat(run.failed().reason()).isEqualTo("aborted by somebody: enough of it");
    assertThat(run.fleet().waitingFor()).isEmpty();
  }

  @Test
  void isTakenWhilePaused() {
    twoWaves(Scope.FLEET);
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 bake 10m at 5 %");
    run.update("pause", BY_ANN);
    bench.trail().await("eu-1 guard at 5 %");

    run.signal("abort", 7);

    assertThat(run.failed().reason()).isEqualTo("aborted by somebody: 7");
    assertThat(run.failed().clusters().get("eu-1")).isInstanceOf(RolledBack.class);
  }

  @Test
  void staysTheReasonWhenItIsRepeated() {
    twoWaves(Scope.FLEET);
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Runnable letGo = bench.cluster("eu-1").blocks("restore stable");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 bake 10m at 5 %");
    run.update("abort", BY_ANN);
    bench.trail().await("eu-1 restore stable");

    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.RETURNING);
    assertThatThrownBy(() -> run.update("abort", "again"))
        .hasStackTraceContaining("it already goes back: " + REASON);
    assertThatThrownBy(() -> run.update("pause", BY_ANN))
        .hasStackTraceContaining("it already goes back: " + REASON);
    letGo.run();

    assertThat(run.failed().reason()).isEqualTo(REASON);
  }

  @Test
  void reachesAsFarAsTheScope() {
    twoWaves(Scope.WAVE);
    bench.cluster("eu-2").blocks("bake 10m at 5 %");
    Run run = bench.startFleet();
    bench.passesUntil("eu-2 bake 10m at 5 %");

    run.signal("abort", BY_ANN);
    FleetOutcome outcome = run.failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(outcome.clusters().get("eu-1")).isInstanceOf(Promoted.class);
    assertThat(outcome.clusters().get("eu-2")).isInstanceOf(RolledBack.class);
  }

  @Test
  void comesTooLateWhenTheRevisionIsBeingKept() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1")));
    bench.cluster("eu-1").fails("keep", new IllegalStateException("api unreachable"), 3);
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 keep");

    assertThatThrownBy(() -> run.update("abort", BY_ANN))
        .hasStackTraceContaining("too late, the revision is being kept");

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  void canBeACancellationFromOutside() {
    twoWaves(Scope.FLEET);
    bench.cluster("eu-2").blocks("bake 10m at 5 %");
    Run run = bench.startFleet();
    bench.passesUntil("eu-2 bake 10m at 5 %");

    run.stub().cancel();

    assertThatThrownBy(run::promoted).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.ABORTED);
    assertThat(run.fleet().reason()).isEqualTo("cancelled from outside");
    assertThat(bench.trail().lines())
        .containsSubsequence("eu-2 traffic off", "eu-2 remove canary, release")
        .containsSubsequence("eu-1 traffic off", "eu-1 remove canary, release");
  }

  @Test
  void asksAboutAClusterWhoseOwnRunWasCancelled() {
    twoWaves(Scope.FLEET);
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 bake 10m at 5 %");

    bench.child("eu-1").stub().cancel();
    bench.passesUntil("eu-1 remove canary, release");
    run.await(() -> run.cluster("eu-1").phase().name().equals("ROLLED_BACK"), "rolled back");

    assertThat(run.fleet().waitingFor().getFirst().gate()).isEqualTo("hold/eu-1/1");
    assertThat(run.fleet().waitingFor().getFirst().why())
        .isEqualTo("cancelled from outside, cluster eu-1; retry eu-1, or go on without it?");
  }

  @Test
  void leavesAloneWhatFailedByItself() {
    twoWaves(Scope.CLUSTER);
    bench.cluster("eu-1").returns("bake 10m at 5 %", fail("errors"));
    Runnable letGo = bench.cluster("eu-1").blocks("restore stable");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 restore stable");
    run.awaitPhase(FleetPhase.RETURNING);

    run.signal("abort", BY_ANN);
    letGo.run();

    assertThat(run.failed().reason()).isEqualTo("errors");
    assertThat(run.fleet().ignored())
        .containsExactly("abort ignored: it already goes back: errors");
  }

  private void twoWaves(Scope scope) {
    bench
        .fleet()
        .plans(
            fleet(
                new FailurePolicy(scope, 0),
                wave("first", OPEN, "eu-1"),
                wave("rest", OPEN, "eu-2")));
  }
}
