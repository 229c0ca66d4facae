package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import org.junit.jupiter.api.DisplayName;

/** The owner of stable, Git say, brings the revision, and the rollout waits for it. */
interface HandOvers extends OnStage {
  String WAITS = " at most; else the cluster goes back";

  @Scenario
  @DisplayName("the owner brings the revision in each cluster when it is asked for: promoted")
  default void isPromotedWhenTheOwnerHasBroughtTheRevision() {
    Scene scene = handedOver("brought");
    for (int cluster = 0; cluster < scene.fleet().clusters().size(); cluster++) {
      brings(scene, cluster);
    }

    Played played = scene.play();

    played.ended(FleetPhase.PROMOTED);
    played.isPromoted();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("aborted while it waits for the owner: nothing was written, everything is as before")
  default void comesBackWhileItWaitsForTheOwner() {
    Scene scene = handedOver("not-brought");
    scene.abortOn("while it waits", Moments.says(scene.cluster(0), WAITS));

    Played played = scene.play();

    played.ended(FleetPhase.ABORTED);
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("aborted when the owner has brought it: the owner is told to take it back")
  default void handsOverWhatTheOwnerHasBrought() {
    Scene scene = handedOver("taken-back");
    brings(scene, 0);
    scene.abortOn("in probation", Moments.in(scene.cluster(0), ClusterPhase.PROBATION));

    Played played = scene.play();

    played.ended(FleetPhase.HANDED_OVER);
    assertThat(played.result().outcome().clusters().get(scene.cluster(0)))
        .asInstanceOf(type(ClusterOutcome.HandedOver.class))
        .satisfies(
            over ->
                assertThat(over.left())
                    .contains(
                        "has the new revision, which its owner brought (promote: handOver) and has"
                            + " to take back"));
    played.answeredAll();
  }

  private Scene handedOver(String name) {
    return stage().scene("hand-over-" + name).with("promote", "\"handOver\"");
  }

  private static void brings(Scene scene, int cluster) {
    String name = scene.cluster(cluster);
    scene.on(
        "the owner of " + name,
        Moments.says(name, WAITS),
        (rollout, status) ->
            scene.byHand(name, () -> Meddled.in(scene, cluster).pushes(scene.image("canary"))));
  }
}
