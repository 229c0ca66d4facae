package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

/** A person says stop, in whatever phase: everything comes back, and no caller notices. */
interface Aborts extends OnStage {
  @Scenario
  @DisplayName("S25: aborted before the first pod")
  default void comesBackBeforeTheFirstPod() {
    Scene scene = stage().scene("abort-at-once").abortOn("at once", Moments.always());

    Played played = scene.play();

    assertBack(played);
    scene.fleet().clusters().forEach(played::neverServed);
  }

  @Scenario
  @DisplayName("S19: aborted while canary pods start")
  default void comesBackWhilePodsStart() {
    Scene scene = stage().scene("abort-starting");
    scene.canary(good -> good.withColdStart(Duration.ofSeconds(40)));
    scene.abortOn("while starting", Moments.in(scene.cluster(0), ClusterPhase.STARTING));

    Played played = scene.play();

    assertBack(played);
    scene.fleet().clusters().forEach(played::neverServed);
  }

  @Scenario
  @DisplayName("S14, S20, S22: aborted at 25 %, then scaled to one pod")
  default void comesBackAtAQuarter() {
    Scene scene = stage().scene("abort-at-25");
    ScaledLater scaled = new ScaledLater(scene, 1);
    scene.beside(scaled).abortOn("at 25", Moments.bakes(scene.cluster(0), 25));

    Played played = scene.play();

    assertBack(played);
    played.tookTrafficOffSoon();
    scaled.wasObeyed(played.stable());
  }

  @Scenario
  @DisplayName("S20: aborted while paused")
  default void comesBackWhilePaused() {
    Scene scene = stage().scene("abort-paused");
    scene
        .on(
            "pause",
            Moments.bakes(scene.cluster(0), 25),
            (rollout, status) -> rollout.signal("pause", Map.of("by", "bob", "reason", "lunch")))
        .abortOn("while paused", Moments.in(scene.cluster(0), ClusterPhase.PAUSED));

    assertBack(scene.play());
  }

  @Scenario
  @DisplayName("S20: aborted while it waits for approval")
  default void comesBackWhileWaitingForApproval() {
    Scene scene = stage().scene("abort-at-gate");
    scene.with(
        "waves",
        """
        [{"name": "first", "clusters": ["%s"], "approval": {"by": ["sre"], "within": "1h"}},
         {"name": "rest", "select": "all"}]
        """
            .formatted(scene.cluster(0)));
    scene.abortOn("at the gate", Moments.fleet(FleetPhase.WAITING_FOR_APPROVAL));

    Played played = scene.play();

    assertBack(played);
    played.neverServed(scene.cluster(1));
  }

  @Scenario
  @DisplayName("S52: aborted during promotion")
  default void comesBackDuringPromotion() {
    Scene scene = stage().scene("abort-promoting");
    scene.on(
        "slow pods",
        Moments.bakes(scene.cluster(0), 25),
        (rollout, status) -> scene.canary(good -> good.withColdStart(Duration.ofSeconds(8))));
    scene.abortOn("while promoting", Moments.in(scene.cluster(0), ClusterPhase.PROMOTING));

    assertBack(scene.play());
  }

  @Scenario
  @DisplayName("S66: aborted while the first wave is in probation")
  default void comesBackInProbation() {
    Scene scene = stage().scene("abort-probation");
    scene.abortOn("in probation", Moments.bakes(scene.cluster(1), 25));

    Played played = scene.play();

    assertBack(played);
    assertThat(played.happened().getFirst().status())
        .matches(Moments.in(scene.cluster(0), ClusterPhase.PROBATION), "first in probation");
  }

  private static void assertBack(Played played) {
    assertThat(played.ended(FleetPhase.ABORTED)).startsWith("aborted by ann: ");
    played.isAsBefore();
    played.answeredAll();
  }
}
