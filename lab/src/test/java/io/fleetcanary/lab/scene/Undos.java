package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour.Fate;
import org.junit.jupiter.api.DisplayName;

/** A promoted cluster is undone; where its old revision does not come back, a person is asked. */
interface Undos extends OnStage {
  @Scenario
  @DisplayName(
      "S66, S89, F41: the old image cannot be pulled any more; a person has the others undone too")
  default void undoesTheOthersWhenAPersonSaysSo() {
    Scene scene = halfUndone("undo-on", "approve");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.HANDED_OVER)).startsWith("aborted by ann: abort; left in ");
    assertHandedOver(scene, played);
    played.isAsBefore(scene.cluster(0), scene.cluster(2));
    played.answeredAll();
  }

  @Scenario
  @DisplayName(
      "S66, S89, F41: the old image cannot be pulled any more; a person lets the others keep the new")
  default void leavesTheOthersWhenAPersonSaysNo() {
    Scene scene = halfUndone("undo-stop", "reject");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.HANDED_OVER))
        .startsWith("aborted by ann: abort; undo/" + scene.cluster(1) + " rejected by ann: answer")
        .contains("the clusters that were not undone keep 2026.11.3");
    assertHandedOver(scene, played);
    played.isPromoted(scene.cluster(0));
    played.isAsBefore(scene.cluster(2));
    played.answeredAll();
  }

  @Scenario
  @DisplayName(
      "S32: it turns bad in probation, with all requests on it: undone, and others with it")
  default void undoesWhatTurnsBadInProbation() {
    Scene scene = stage().scene("bad-in-probation");
    String first = scene.cluster(0);
    scene.with("waves", secondBakesLong(scene));
    scene.on(
        "turns bad",
        Moments.bakes(scene.cluster(1), 25).and(Moments.in(first, ClusterPhase.PROBATION)),
        (rollout, status) -> scene.canary(first, good -> good.withErrorRate(0.5)));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .startsWith("errors ")
        .contains("> limit 5 %")
        .endsWith("cluster " + first);
    played.isAsBefore();
    played.answeredAllButTheCanarys();
    played.isUntouched(scene.cluster(2));
  }

  private static String secondBakesLong(Scene scene) {
    return """
        [{"name": "first", "clusters": ["%s"]},
         {"name": "second", "clusters": ["%s"], "steps": [{"weight": 25, "bake": "40s"}]},
         {"name": "rest", "select": "all"}]
        """
        .formatted(scene.cluster(0), scene.cluster(1));
  }

  private Scene halfUndone(String name, String answer) {
    Scene scene = stage().scene(name).with("readyWithin", "\"20s\"");
    return scene
        .on(
            "the old image is gone",
            Moments.bakes(scene.cluster(2), 25),
            (rollout, status) ->
                scene.stable(scene.cluster(1), good -> good.withFate(Fate.IMAGE_PULL_FAILURE)))
        .abortOn("abort", Moments.always())
        .answerOn("answer", Moments.asks("undo/" + scene.cluster(1)), answer);
  }

  /** The template is the old one, its pods do not come, and those of the new revision serve on. */
  private static void assertHandedOver(Scene scene, Played played) {
    String cluster = scene.cluster(1);
    assertThat(played.happened().getLast().status().waitingFor().getFirst().why())
        .startsWith("undoing did not bring cluster " + cluster + " back: ")
        .contains("ImagePullBackOff")
        .endsWith("; undo the other 1 promoted clusters all the same?");
    played.asksForTheSame(cluster);
    assertThat(played.result().outcome().clusters().get(cluster))
        .asInstanceOf(type(ClusterOutcome.HandedOver.class))
        .satisfies(over -> assertThat(over.left()).contains("none came within 20 s"));
  }
}
