package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.FakeCluster.stableDown;
import static io.fleetcanary.workflow.bench.FakeCluster.stopped;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people may say about a cluster that went back for a trouble of its own. */
class TroublesTest {
  private static final Map<String, Object> EU_2 =
      Map.of("cluster", "eu-2", "by", "ann", "reason", "room made");

  @RegisterExtension private final Bench bench = new Bench();

  @BeforeEach
  void plan() {
    bench
        .fleet()
        .plans(
            fleet(
                wave("first", OPEN, "eu-1"),
                wave("europe", OPEN, "eu-2"),
                wave("rest", OPEN, "us-1")));
    bench.cluster("eu-2").returns("pods for 5 %", stopped("no GPU"));
  }

  @Test
  void triesTheClusterAgain() {
    Run run = held();
    assertThat(run.fleet().waitingFor().getFirst().why())
        .isEqualTo("no GPU; retry eu-2, or go on without it?");

    String answer = run.update("retry", EU_2);
    FleetOutcome outcome = run.promoted();

    assertThat(answer).isEqualTo("hold/eu-2/1 retried by ann: room made");
    assertThat(outcome.clusters().values()).hasSize(3).allMatch(Promoted.class::isInstance);
    assertThat(bench.trail().of("eu-2"))
        .containsSubsequence("claim", "remove canary, release", "claim", "promote", "keep");
    assertThat(bench.trail().lines()).containsSubsequence("eu-2 promote", "us-1 claim");
  }

  @Test
  void asksAgainWhenTheTroubleIsStillThere() {
    bench.cluster("eu-2").returns("pods for 5 %", stopped("still no GPU"));
    Run run = held();

    run.signal("retry", "eu-2");
    run.await(
        () -> run.fleet().waitingFor().stream().anyMatch(w -> w.gate().equals("hold/eu-2/2")),
        "the second hold");
    run.update("retry", EU_2);

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  void goesOnWithoutTheCluster() {
    Run run = held();

    String answer = run.update("skip", EU_2);
    FleetOutcome outcome = run.failed();

    assertThat(answer).isEqualTo("hold/eu-2/1 skipped by ann: room made");
    assertThat(outcome.ending()).isEqualTo(FleetPhase.PARTLY_PROMOTED);
    assertThat(outcome.clusters().get("us-1")).isInstanceOf(Promoted.class);
  }

  @Test
  void doesNotTryAgainWhereSomethingWasLeftBehind() {
    bench.cluster("eu-2").returns("restore stable", new Restored(true, "image is vllm:next"));
    Run run = held();

    run.update("retry", EU_2);
    run.await(
        () ->
            run.fleet().waitingFor().stream()
                .anyMatch(
                    waiting ->
                        waiting
                            .why()
                            .startsWith(
                                "not tried again, something was left behind: image is vllm:next")),
        "the second question");
    run.update("skip", EU_2);

    assertThat(run.failed().ending()).isEqualTo(FleetPhase.HANDED_OVER);
    assertThat(bench.trail().of("eu-2")).containsOnlyOnce("claim");
  }

  @Test
  void startsNothingWhilePaused() {
    Run run = held();

    run.update("pause", Map.of("by", "bob"));
    run.update("retry", EU_2);
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.PAUSED);
    run.update("resume", Map.of("by", "bob"));

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(bench.trail().of("eu-2").stream().filter("claim"::equals)).hasSize(2);
  }

  @Test
  void refusesWhatNoHoldAsksAbout() {
    Run run = held();

    for (String order : List.of("retry", "skip")) {
      assertThatThrownBy(() -> run.update(order, "eu-1"))
          .isInstanceOf(WorkflowUpdateException.class)
          .rootCause()
          .hasMessageContaining(
              "cluster must be one that a hold asks about, eu-2, got eu-1, which is PROBATION");
      assertThatThrownBy(() -> run.update(order, Map.of("by", "ann")))
          .rootCause()
          .hasMessageContaining("got nothing");
    }
    run.signal("skip", "mars");
    run.await(() -> !run.fleet().ignored().isEmpty(), "the ignored signal");
    assertThat(run.fleet().ignored())
        .containsExactly(
            "skip ignored: cluster must be one that a hold asks about, eu-2, got mars");
    run.signal("abort");
    assertThat(run.failed().ending()).isEqualTo(FleetPhase.ABORTED);
  }

  /**
   * Found by simulation, seed 3668: the gate waited for ever for a pass that nobody had asked for.
   */
  @Test
  void asksForAFreshPassWhoWasTriedAgainWhileTheGateOpened() {
    bench.fleet().plans(fleet(wave("first", Plans.baked(Duration.ofMinutes(30)), "eu-1")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    bench.cluster("eu-1").alarm(stableDown("out of memory"));
    bench.passesUntil("eu-1 remove canary, release");
    Runnable letGo = bench.cluster("eu-1").blocks("bake 20m at 50 %");
    run.awaitPhase(FleetPhase.HOLDING);
    run.update("retry", Map.of("cluster", "eu-1", "by", "ann", "reason", "more memory"));
    bench.passes(Duration.ofMinutes(32));

    letGo.run();

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(bench.trail().of("eu-1"))
        .containsSubsequence("claim", "remove canary, release", "claim", "confirm", "keep");
  }

  private Run held() {
    Run run = bench.startFleet();
    bench.passesUntil("eu-2 remove canary, release");
    run.awaitPhase(FleetPhase.HOLDING);
    return run;
  }
}
