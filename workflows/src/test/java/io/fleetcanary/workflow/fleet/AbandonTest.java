package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome.HandedOver;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Run;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbandonTest {
  private static final Map<String, String> ORDER =
      Map.of("cluster", "eu-2", "by", "ann", "reason", "the site burnt down");

  private static final int FOR_EVER = 10_000;

  @RegisterExtension private final Bench bench = new Bench();

  @BeforeEach
  void twoClustersInOneWave() {
    bench.fleet().plans(fleet(wave("europe", OPEN, 2, "eu-1", "eu-2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "traffic off           | nothing was taken back, the canary may still get 5 %",
        "turn back             | the canary gets no requests; everything else is as the rollout left it",
        "restore stable        | the canary gets no requests; everything else is as the rollout left it",
        "remove canary, release| stable is as it was; the canary and the claim are still there"
      })
  @DisplayName("S75, F7: ends the waiting and says what is left")
  void endsTheWaitingAndSaysWhatIsLeft(String stuckIn, String left) {
    Run run = stuckIn(stuckIn);

    assertThat(run.update("abandon", ORDER))
        .isEqualTo(
            "eu-2 abandoned by ann: the site burnt down; unless it gets through now, it is handed over");

    FleetOutcome outcome = run.failed();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.HANDED_OVER);
    assertThat(outcome.clusters().get("eu-1")).isInstanceOf(RolledBack.class);
    assertThat(outcome.clusters().get("eu-2"))
        .isEqualTo(
            new HandedOver(
                "errors; abandoned by ann: the site burnt down",
                left + "; bring it back with fleetcanary restore inference/chat"));
    assertThat(run.cluster("eu-2").phase()).isEqualTo(ClusterPhase.HANDED_OVER);
  }

  @Test
  void saysThatTheCanaryMayStillGetRequests() {
    Run run = stuckIn("traffic off");

    run.signal("abandon", ORDER);

    assertThat(run.failed().reason()).contains("left in eu-2: nothing was taken back");
    assertThat(run.cluster("eu-2").set()).isEqualTo(new TrafficWeight(5));
  }

  @Test
  void doesNotSayThatStableIsAsItWasWhereSomebodyElseHasChangedIt() {
    bench.cluster("eu-2").returns("restore stable", new Restored(true, "image is vllm:next"));
    Run run = stuckIn("remove canary, release");

    run.update("abandon", ORDER);

    assertThat(run.failed().reason())
        .contains("left in eu-2: image is vllm:next; the canary and the claim are still there")
        .doesNotContain("stable is as it was");
  }

  @Test
  void needsANameAndAReason() {
    Run run = stuckIn("traffic off");

    assertThatThrownBy(() -> run.update("abandon", Map.of("cluster", "eu-2", "by", "ann")))
        .hasStackTraceContaining(
            "by and reason must be given: whoever takes a cluster over is on record");
    run.signal("abandon", "eu-2");

    run.await(() -> !run.fleet().ignored().isEmpty(), "the ignored signal");
    assertThat(run.fleet().ignored())
        .containsExactly(
            "abandon ignored: by and reason must be given: whoever takes a cluster over is on"
                + " record");
    run.update("abandon", ORDER);
    assertThat(run.failed().ending()).isEqualTo(FleetPhase.HANDED_OVER);
  }

  @Test
  void isOnlyForWhatStandsStill() {
    bench.cluster("eu-2").blocks("bake 10m at 5 %");
    Run run = bench.startFleet();
    bench.trail().await("eu-2 bake 10m at 5 %");
    run.await(() -> run.cluster("eu-2").phase() == ClusterPhase.BAKING, "the report of the bake");

    assertThatThrownBy(() -> run.update("abandon", ORDER))
        .hasStackTraceContaining(
            "cluster must be one that cannot be brought to its end, none now, got eu-2, which is"
                + " BAKING");
  }

  @Test
  void endsKeepingThatDoesNotGetThrough() {
    bench.cluster("eu-2").fails("keep", new IllegalStateException("unreachable"), FOR_EVER);
    Run run = bench.startFleet();
    awaitTrouble(run);

    run.update("abandon", ORDER);

    FleetOutcome outcome = run.failed();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.HANDED_OVER);
    assertThat(outcome.clusters().get("eu-1")).isInstanceOf(Promoted.class);
    assertThat(outcome.clusters().get("eu-2"))
        .isEqualTo(
            new HandedOver(
                "2026.11.3 serves in eu-2; abandoned by ann: the site burnt down",
                "the claim, and a canary without pods"));
  }

  private Run stuckIn(String call) {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    bench.cluster("eu-2").returns("bake 10m at 5 %", fail("errors"));
    bench.cluster("eu-2").fails(call, new IllegalStateException("unreachable"), FOR_EVER);
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 remove canary, release");
    awaitTrouble(run);
    return run;
  }

  private void awaitTrouble(Run run) {
    run.await(
        () -> {
          bench.passes(Duration.ofSeconds(5));
          return troubled(run);
        },
        "its trouble");
  }

  private static boolean troubled(Run run) {
    return run.fleet().waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .anyMatch(cluster -> cluster.reason().contains("unreachable"));
  }
}
