package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;

/** A canary whose answers are bad: it goes back, and the reason says what, how much and where. */
interface BadCanaries extends OnStage {
  String LONG_STEPS =
      """
      [{"weight": 5, "bake": "%s"}, {"weight": 25, "bake": "%s"}]
      """;

  @Scenario
  @DisplayName("S34, S74: errors at 5 % in the first cluster bring it back, nothing goes further")
  default void goesBackOnErrorsAtFivePercent() {
    Scene scene = stage().scene("errors-at-5").with("steps", LONG_STEPS.formatted("40s", "5s"));
    scene.canary(good -> good.withErrorRate(0.5));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .matches("errors [3-6][0-9.]* % > (limit 5 %|1[.]50 x stable's).*")
        .endsWith("cluster " + scene.cluster(0));
    assertThat(played.result().trail().first(Moments.bakes(scene.cluster(0), 25))).isEmpty();
    onsets().add("half of the answers fail, at 5 %", played, scene.cluster(0), Onset.FAILED);
    played.isAsBefore();
    played.answeredAllButTheCanarys();
    played.isUntouched(scene.cluster(1), scene.cluster(2));
  }

  @Scenario
  @DisplayName("S34, S83: latency that shows only at 25 % brings it back")
  default void goesBackOnLatencyThatShowsOnlyUnderLoad() {
    Scene scene = stage().scene("slow-at-25").with("steps", LONG_STEPS.formatted("12s", "30s"));
    scene.canary(good -> good.withLatency(Duration.ofMillis(150)).fastUpTo(6));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .matches("slow-first-token [1-9][0-9.]* % over [0-9.]+ s > limit 10 %.*")
        .endsWith("cluster " + scene.cluster(0));
    assertThat(played.result().trail().first(Moments.bakes(scene.cluster(0), 25))).isPresent();
    onsets().add("slow under load, at 25 %", played, scene.cluster(0), Onset.SLOW);
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S34: GPU load over its limit brings it back")
  default void goesBackOnGpuLoad() {
    Scene scene = stage().scene("gpu-load");
    scene.canary(good -> good.withGpuLoad(98));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .startsWith("gpu-load 98")
        .contains("> limit 95")
        .endsWith("cluster " + scene.cluster(0));
    onsets()
        .add(
            "GPU load over its limit from the first answer on, at 25 %",
            played, scene.cluster(0), request -> request.revision().equals(scene.image("canary")));
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S66: bad in the second wave, scope fleet: the first wave is undone")
  default void undoesTheFirstWaveWhenTheSecondIsBad() {
    Scene scene = stage().scene("second-bad-fleet");
    scene.canary(scene.cluster(1), good -> good.withErrorRate(0.4));
    UndoShown shown = new UndoShown(scene, stage().installation().client());

    Played played = scene.beside(shown).play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .startsWith("errors ")
        .endsWith("cluster " + scene.cluster(1));
    onsets().add("two of five fail, second wave, at 25 %", played, scene.cluster(1), Onset.FAILED);
    shown.compare(played.undone(scene.cluster(0), scene.cluster(1)));
    played.isAsBefore();
    played.answeredAllButTheCanarys();
    played.neverServed(scene.cluster(2));
  }

  @Scenario
  @DisplayName("S66: bad in the second wave, scope cluster, budget 1: only that cluster goes back")
  default void leavesOtherClustersPromotedWithinTheBudget() {
    Scene scene = stage().scene("second-bad-alone");
    scene.with("failure", "{\"scope\": \"cluster\", \"budget\": 1}");
    scene.canary(scene.cluster(1), good -> good.withErrorRate(0.4));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.PARTLY_PROMOTED))
        .contains("2 of 3 clusters")
        .contains("errors ")
        .endsWith("cluster " + scene.cluster(1));
    onsets()
        .add(
            "two of five fail, that cluster alone, at 25 %",
            played, scene.cluster(1), Onset.FAILED);
    played.isPromoted(scene.cluster(0), scene.cluster(2));
    played.isAsBefore(scene.cluster(1));
    played.answeredAllButTheCanarys();
  }
}
