package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;

/**
 * Services with an autoscaler that may leave one pod, and want at most eight. What a fleet asks of
 * its autoscalers before and after is compared as all other objects are.
 */
interface Autoscaled extends OnStage {
  String LONG_STEP = "[{\"weight\": 25, \"bake\": \"25s\"}]";

  @Scenario
  @DisplayName("S45: promoted, the autoscaler leaves no fewer pods on the way and as few as before")
  default void givesTheFloorBackWhenItIsPromoted() {
    Scene scene = stage().scene("scaled-promoted");
    Scaler scaler = new Scaler(scene, ScalerKind.HPA);
    List<Map<String, Object>> seen = new ArrayList<>();
    scene.beside(scaler).on("the floor", bakes(scene), (run, at) -> seen.add(spec(scaler, scene)));

    Played played = scene.play();

    played.wentWell();
    assertThat(seen).singleElement().asString().contains("minReplicas=2", "maxReplicas=8");
  }

  @Scenario
  @DisplayName("S45: rolled back at 25 %, likewise")
  default void givesTheFloorBackWhenItIsRolledBack() {
    Scene scene = stage().scene("scaled-bad");
    Scaler scaler = new Scaler(scene, ScalerKind.HPA);
    List<Map<String, Object>> seen = new ArrayList<>();
    scene.beside(scaler).on("the floor", bakes(scene), (run, at) -> seen.add(spec(scaler, scene)));
    scene.canary(good -> good.withErrorRate(0.5));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK)).startsWith("errors ");
    assertThat(seen).singleElement().asString().contains("minReplicas=2");
    played.isAsBefore();
    played.answeredAllButTheCanarys();
  }

  @Scenario
  @DisplayName("S45: the same with a ScaledObject that does not say how few pods it leaves")
  default void givesTheFloorOfAScaledObjectBack() {
    Scene scene = stage().scene("scaled-keda");
    Scaler scaler = new Scaler(scene, ScalerKind.SCALED_OBJECT);
    List<Map<String, Object>> seen = new ArrayList<>();
    scene.beside(scaler).on("the floor", bakes(scene), (run, at) -> seen.add(spec(scaler, scene)));

    Played played = scene.play();

    played.wentWell();
    assertThat(seen).singleElement().asString().contains("minReplicaCount=2");
    for (String cluster : scene.fleet().clusters()) {
      assertThat(scaler.spec(cluster))
          .containsEntry("maxReplicaCount", 8)
          .doesNotContainKey("minReplicaCount");
      assertThat(scaler.marks(cluster)).isEmpty();
    }
  }

  @Scenario
  @DisplayName(
      "S42, S43, S44, S87: stable is scaled from 4 to 8 and back while 25 % bake, and the canary"
          + " follows")
  default void followsStablesSizeWhileItBakes() {
    Scene scene = stage().scene("scaled-bake").replicas(4);
    scene.with("waves", longFirst(scene)).beside(new Scaler(scene, ScalerKind.HPA));
    scene.on("doubled", bakes(scene), (run, at) -> scale(scene, 8));
    scene.on("followed", bakes(scene).and(at -> canaries(scene, 2)), (run, at) -> {});
    scene.on("halved", bakes(scene), (run, at) -> scale(scene, 4));
    scene.on("followed back", bakes(scene).and(at -> canaries(scene, 1)), (run, at) -> {});

    Played played = scene.play();

    played.wentWell();
    assertThat(played.result().trail().bakes(scene.cluster(0)))
        .extracting(bake -> bake.weight().percent())
        .containsExactly(25);
  }

  /** Stable as it was scaled, and so many pods of the canary, have all they ask for. */
  private static boolean canaries(Scene scene, int count) {
    return CanarySeen.in(scene, scene.cluster(0))
        .pods()
        .equals("%1$d of %1$d pods ready, chat 75, chat-canary 25".formatted(count));
  }

  /** Time to be scaled twice in the first cluster, and none to lose in the others. */
  private static String longFirst(Scene scene) {
    return """
        [{"name": "first", "clusters": ["%s"], "steps": [{"weight": 25, "bake": "40s"}]},
         {"name": "second", "clusters": ["%s"]}, {"name": "rest", "select": "all"}]
        """
        .formatted(scene.cluster(0), scene.cluster(1));
  }

  @Scenario
  @DisplayName("S87: somebody wants more pods while 25 % bake: theirs stays, and is said")
  default void leavesAFloorThatSomebodyElseHasMoved() {
    Scene scene = stage().scene("scaled-moved").replicas(4).with("steps", LONG_STEP);
    Scaler scaler = new Scaler(scene, ScalerKind.HPA);
    scene.beside(scaler);
    scene.on(
        "moved",
        bakes(scene),
        (run, at) -> scene.byHand(scene.cluster(0), () -> Meddled.in(scene, 0).lets(6)));
    scene.on("followed", bakes(scene).and(at -> pods(scene, "chat-canary") == 2), (run, at) -> {});

    Played played = scene.play();

    played.ended(FleetPhase.PROMOTED);
    assertThat(played.result().outcome().clusters().get(scene.cluster(0)).reason())
        .contains("minReplicas of HorizontalPodAutoscaler chat was changed by somebody else to 6");
    played.isPromoted(scene.cluster(1), scene.cluster(2));
    assertThat(scaler.spec(scene.cluster(0))).containsEntry("minReplicas", 6);
    assertThat(scaler.marks(scene.cluster(0))).isEmpty();
    played.answeredAll();
  }

  private static Predicate<FleetStatus> bakes(Scene scene) {
    return Moments.bakes(scene.cluster(0), 25);
  }

  private static Map<String, Object> spec(Scaler scaler, Scene scene) {
    return scaler.spec(scene.cluster(0));
  }

  private static int pods(Scene scene, String deployment) {
    return Meddled.in(scene, 0).pods(deployment);
  }

  /** As its autoscaler would. */
  private static void scale(Scene scene, int pods) {
    scene.byHand(scene.cluster(0), () -> Meddled.in(scene, 0).scales("chat", pods));
  }
}
