package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PauseTest {
  private static final Map<String, Object> BY_ANN = Map.of("by", "ann", "reason", "looking");

  private static final Gate BAKED =
      new Gate(Duration.ofMinutes(30), List.of(), Duration.ofHours(24));

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  @DisplayName("S71: holds clusters in flight before their next change")
  void holdsClustersInFlightBeforeTheirNextChange() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1")));
    Runnable letGo = bench.cluster("eu-1").blocks("pods for 5 %");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 pods for 5 %");

    assertThat(run.update("pause", BY_ANN)).isEqualTo("paused by ann: looking; watching goes on");
    bench.awaitSignal("eu-1", "hold");
    letGo.run();
    run.await(() -> run.cluster("eu-1").phase() == ClusterPhase.PAUSED, "paused");

    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.PAUSED);
    assertThat(run.fleet().reason()).isEqualTo("paused by ann: looking");
    assertThat(bench.trail().of("eu-1")).endsWith("pods for 5 %");
    assertThat(run.update("resume", "go")).isEqualTo("resumed by somebody: go");
    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  @DisplayName("S24: starts no cluster and stops the clock of a wave's bake")
  void startsNoClusterAndStopsTheClockOfAWavesBake() {
    bench.fleet().plans(fleet(wave("first", BAKED, "eu-1"), wave("rest", OPEN, "eu-2")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.BAKING);
    bench.passes(Duration.ofMinutes(10));

    run.signal("pause", BY_ANN);
    bench.passes(Duration.ofHours(9));
    run.signal("resume", BY_ANN);
    bench.passes(Duration.ofMinutes(19));
    assertThat(bench.trail().of("eu-2")).containsExactly("survey");
    bench.passes(Duration.ofMinutes(1));

    bench.trail().await("eu-2 claim");
  }

  @Test
  void keepsNothingUntilItIsOver() {
    bench.fleet().plans(fleet(wave("first", BAKED, "eu-1")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.BAKING);

    run.signal("pause", new Object[] {null});
    bench.passes(Duration.ofHours(9));
    assertThat(run.fleet().reason()).isEqualTo("paused by somebody");
    assertThat(bench.trail().of("eu-1")).endsWith("empty canary");
    run.signal("resume");

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  @DisplayName("S71: approved while it is paused: nothing moves until it is resumed")
  void takesAnApprovalAndMovesOnlyWhenItIsOver() {
    Gate gate = Plans.approval(Duration.ZERO);
    bench.fleet().plans(fleet(wave("first", gate, "eu-1"), wave("rest", OPEN, "eu-2")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);

    run.update("pause", BY_ANN);
    run.update("approve", GatesTest.approval("first"));
    bench.passes(Duration.ofHours(5));
    assertThat(bench.trail().of("eu-2")).containsExactly("survey");
    run.update("resume", BY_ANN);

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  @DisplayName("S71: paused before it has a plan: it claims nothing until it is resumed")
  void beginsNothingWhenItCameDuringTheSurvey() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1")));
    Runnable letGo = bench.cluster("eu-1").blocks("survey");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 survey");

    run.update("pause", BY_ANN);
    letGo.run();
    run.awaitPhase(FleetPhase.PAUSED);
    bench.passes(Duration.ofHours(5));
    assertThat(bench.trail().of("eu-1")).containsExactly("survey");
    run.update("resume", BY_ANN);

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  void refusesAnUpdateThatWouldChangeNothing() {
    bench.fleet().plans(fleet(wave("first", BAKED, "eu-1")));
    Run run = bench.startFleet();

    assertThatThrownBy(() -> run.update("resume", BY_ANN)).hasStackTraceContaining("not paused");
    run.update("pause", BY_ANN);
    assertThatThrownBy(() -> run.update("pause", BY_ANN))
        .hasStackTraceContaining("already paused by ann: looking");
  }

  @Test
  void isNoNewsTheSecondTime() {
    bench.fleet().plans(fleet(wave("first", BAKED, "eu-1")));
    Run run = bench.startFleet();

    run.update("pause", BY_ANN);
    run.signal("pause", "again");
    run.update("resume", BY_ANN);
    run.signal("resume", "again");
    // nobody waits for a signal, nor does a query that is asked right behind it
    run.await(() -> run.fleet().ignored().size() == 2, "both on record");

    assertThat(run.fleet().ignored())
        .containsExactly(
            "pause ignored: already paused by ann: looking", "resume ignored: not paused");
  }
}
