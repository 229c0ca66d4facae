package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.scaler.ScalerKind;
import org.junit.jupiter.api.DisplayName;

/**
 * Somebody else changes the autoscaler, which leaves two pods for the rollout, while a step bakes.
 */
interface ForeignScalers extends Meddling {
  @Scenario
  @DisplayName("F29: the autoscaler's floor is lowered to what it was")
  default void comesBackWhenTheFloorIsLowered() {
    Scene scene = meddled("floor");
    Scaler scaler = beside(scene);

    Played played = Meddled.play(scene, somebody -> somebody.lets(1));

    Meddled.assertStopped(
        scene,
        played,
        "HorizontalPodAutoscaler chat: minReplicas must be at least 2 until the end, got 1");
    assertWho(played, Somebody.NAME);
    played.isAsBefore();
    played.answeredAll();
    assertThat(scaler.marks(scene.cluster(0))).isEmpty();
  }

  @Scenario
  @DisplayName("F29: the autoscaler is deleted: handed over")
  default void handsOverWhereTheAutoscalerIsGone() {
    Scene scene = meddled("scaler-gone");
    beside(scene);

    Played played = Meddled.play(scene, somebody -> somebody.deletes(Somebody.Kind.SCALER, "chat"));

    Meddled.assertHandedOver(
        scene,
        played,
        "HorizontalPodAutoscaler chat: does not exist",
        "HorizontalPodAutoscaler chat does not exist any more");
    played.answeredAll();
  }

  @Scenario
  @DisplayName("F29: stable gets another autoscaler: it stays, and the rollout gives way")
  default void givesWayToAnotherAutoscaler() {
    Scene scene = meddled("scaler-new");
    Scaler scaler = beside(scene);

    Played played = Meddled.play(scene, somebody -> scaler.twin(scene.cluster(0)));

    Meddled.assertStopped(
        scene,
        played,
        "HorizontalPodAutoscaler twin: scales Deployment chat and is newer than the plan");
    assertThat(played.result().after().get(scene.cluster(0)).objects())
        .containsKey("HorizontalPodAutoscaler twin")
        .containsAllEntriesOf(played.result().before().get(scene.cluster(0)).objects());
    played.answeredAll();
  }

  private static Scaler beside(Scene scene) {
    Scaler scaler = new Scaler(scene, ScalerKind.HPA);
    scene.beside(scaler);
    return scaler;
  }
}
