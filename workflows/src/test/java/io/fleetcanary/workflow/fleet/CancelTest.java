package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody cancels the run instead of aborting it: everything comes back all the same. */
@Timeout(120)
class CancelTest {
  private static final List<String> BACK =
      List.of("traffic off", "turn back", "restore stable", "remove canary, release");
  private static final String REASON = "cancelled from outside";

  @RegisterExtension private final Bench bench = new Bench();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pods for 5 %",
        "shift to 5 %",
        "bake 10m at 5 %",
        "pods for 50 %",
        "watch promotion",
        "shift to 0 %"
      })
  @DisplayName("S62, F34: cancelled in any phase of the second wave, both clusters come back")
  void bringsBackEverythingFromEveryPhase(String phase) {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
    bench.cluster("eu-2").blocks(phase);
    Run run = bench.startFleet();
    bench.passesUntil("eu-2 " + phase);

    run.stub().cancel();

    assertBack(run, "eu-1", "eu-2");
  }

  @Test
  @DisplayName("F34: cancelled at a gate, the promoted cluster comes back")
  void bringsBackAPromotedClusterFromAGate() {
    bench.fleet().plans(fleet(wave("first", Plans.approval(Duration.ZERO), "eu-1")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);

    run.stub().cancel();

    assertBack(run, "eu-1");
  }

  @Test
  @DisplayName("F34: cancelled on the way back, fleet and cluster: it goes on to its end")
  void doesNotDisturbTheWayBack() {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Runnable letGo = bench.cluster("eu-1").blocks("restore stable");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 bake 10m at 5 %");
    run.signal("abort", Map.of("by", "ann", "reason", "pager"));
    bench.trail().await("eu-1 restore stable");

    run.stub().cancel();
    bench.child("eu-1").stub().cancel();
    letGo.run();

    assertThatThrownBy(run::promoted).isNotNull();
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.ABORTED);
    assertThat(run.fleet().reason()).isEqualTo("aborted by ann: pager");
    assertThat(bench.trail().of("eu-1")).endsWith(BACK.toArray(String[]::new));
    assertThat(bench.trail().of("eu-1")).containsOnlyOnce("restore stable");
  }

  @Test
  @DisplayName("F34: cancelled twice, the second time on the way back: it goes on to its end")
  void isHeardOnce() {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Runnable letGo = bench.cluster("eu-1").blocks("restore stable");
    Run run = bench.startFleet();
    bench.trail().await("eu-1 bake 10m at 5 %");
    run.stub().cancel();
    bench.trail().await("eu-1 restore stable");

    run.stub().cancel();
    letGo.run();

    assertBack(run, "eu-1");
    assertThat(bench.trail().of("eu-1")).containsOnlyOnce("restore stable");
  }

  @Test
  @DisplayName("F34: a cluster's run is cancelled while it is kept: it stays, and nobody is called")
  void keepsWhatIsBeingKept() {
    Runnable letGo = bench.cluster("eu-1").blocks("keep");
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 keep");

    bench.child("eu-1").stub().cancel();
    letGo.run();

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  private void assertBack(Run run, String... clusters) {
    assertThatThrownBy(run::promoted).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.ABORTED);
    assertThat(run.fleet().reason()).isEqualTo(REASON);
    for (String cluster : clusters) {
      assertThat(bench.trail().of(cluster)).as(cluster).endsWith(BACK.toArray(String[]::new));
    }
  }
}
