package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.dataplane.Nodes;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;

/** Pods that do not work: each has its own reason, within a minute. */
interface SickPods extends OnStage {
  Duration SOON = Duration.ofSeconds(60);

  @Scenario
  @DisplayName(
      "S37, S47, F27: the image cannot be pulled in one cluster; a person goes on without it")
  default void asksWhenAnImageCannotBePulledAndGoesOnWithout() {
    Scene scene = stage().scene("no-image-skip");
    scene.canary(scene.cluster(1), good -> good.withFate(Fate.IMAGE_PULL_FAILURE));
    scene.answerOn("skip it", Moments.fleet(FleetPhase.HOLDING), "approve");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.PARTLY_PROMOTED)).contains("ImagePullBackOff");
    assertAskedSoon(scene, played, "ImagePullBackOff");
    played.isPromoted(scene.cluster(0), scene.cluster(2));
    played.isAsBefore(scene.cluster(1));
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S37, S47: the image cannot be pulled in one cluster; a person stops it all")
  default void asksWhenAnImageCannotBePulledAndStops() {
    Scene scene = stage().scene("no-image-stop");
    scene.canary(scene.cluster(1), good -> good.withFate(Fate.IMAGE_PULL_FAILURE));
    scene.answerOn("stop it", Moments.fleet(FleetPhase.HOLDING), "reject");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.REJECTED))
        .contains("rejected by ann: stop it")
        .contains("ImagePullBackOff");
    assertAskedSoon(scene, played, "ImagePullBackOff");
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S37, S47: the image can be pulled again; a person has the cluster tried again")
  default void triesAgainWhenTheImageCanBePulledAgain() {
    Scene scene = stage().scene("no-image-retry");
    String sick = scene.cluster(1);
    scene.canary(sick, good -> good.withFate(Fate.IMAGE_PULL_FAILURE));
    scene
        .on(
            "registry returns",
            Moments.fleet(FleetPhase.HOLDING),
            (rollout, status) -> scene.canary(sick, good -> good))
        .retryOn("registry is back", Moments.fleet(FleetPhase.HOLDING), sick);

    Played played = scene.play();

    played.wentWell();
    assertAskedSoon(scene, played, "ImagePullBackOff");
  }

  @Scenario
  @DisplayName("S85, F26: no GPU is left in one cluster; a person goes on without it")
  default void asksWhenThereIsNoGpu() {
    Scene scene = withoutGpus("no-gpu");
    scene.answerOn("skip it", Moments.fleet(FleetPhase.HOLDING), "approve");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.PARTLY_PROMOTED)).contains("Insufficient nvidia.com/gpu");
    assertAskedSoon(scene, played, "Unschedulable");
    played.isPromoted(scene.cluster(0), scene.cluster(2));
    played.isAsBefore(scene.cluster(1));
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S85, F26: no GPU is left in one cluster; a person stops it all")
  default void asksWhenThereIsNoGpuAndStops() {
    Scene scene = withoutGpus("no-gpu-stop");
    scene.answerOn("stop it", Moments.fleet(FleetPhase.HOLDING), "reject");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.REJECTED))
        .contains("rejected by ann: stop it")
        .contains("Insufficient nvidia.com/gpu");
    assertAskedSoon(scene, played, "Unschedulable");
    played.isAsBefore();
    played.neverServed(scene.cluster(1));
    played.isUntouched(scene.cluster(2));
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S85, F26: a GPU is free again; a person has the cluster tried again")
  default void triesAgainWhenAGpuIsFree() {
    Scene scene = withoutGpus("no-gpu-retry");
    String sick = scene.cluster(1);
    scene
        .on("GPUs come", Moments.fleet(FleetPhase.HOLDING), (rollout, status) -> gpus(scene, 6))
        .retryOn("GPUs are back", Moments.fleet(FleetPhase.HOLDING), sick);

    Played played = scene.play();

    played.wentWell();
    assertAskedSoon(scene, played, "Unschedulable");
  }

  @Scenario
  @DisplayName("S47, F27: the canary crashes again and again")
  default void goesBackOnACrashLoop() {
    Scene scene = stage().scene("crash-loop");
    scene.canary(good -> good.withFate(Fate.CRASH_LOOP));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .contains("CrashLoopBackOff")
        .contains("exit code 1");
    assertSaidSoon(scene, played);
    played.isAsBefore();
    played.answeredAll();
  }

  /** The cluster before it is promoted by then, and the one behind it still waits. */
  @Scenario
  @DisplayName("S47, S66, F27: it crashes in the second cluster, scope cluster, budget 1")
  default void leavesTheOthersWhereItCrashesInOneClusterOnly() {
    Scene scene = stage().scene("crash-loop-alone");
    scene.with("failure", "{\"scope\": \"cluster\", \"budget\": 1}");
    scene.canary(scene.cluster(1), good -> good.withFate(Fate.CRASH_LOOP));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.PARTLY_PROMOTED))
        .contains("2 of 3 clusters")
        .contains("CrashLoopBackOff")
        .endsWith("cluster " + scene.cluster(1));
    played.isPromoted(scene.cluster(0), scene.cluster(2));
    played.isAsBefore(scene.cluster(1));
    played.answeredAll();
  }

  @Scenario
  @DisplayName("F27: the canary runs out of memory after it was ready")
  default void goesBackOnOutOfMemory() {
    Scene scene =
        stage().scene("out-of-memory").with("steps", "[{\"weight\": 25, \"bake\": \"30s\"}]");
    scene.canary(good -> good.withFate(Fate.OUT_OF_MEMORY));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .contains("OOMKilled, exit code 137")
        .endsWith("cluster " + scene.cluster(0));
    assertSaidSoon(scene, played);
    played.isAsBefore();
  }

  @Scenario
  @DisplayName("S50, S46, F27: the canary is never ready")
  default void goesBackWhenTheCanaryIsNeverReady() {
    Scene scene = stage().scene("never-ready").with("readyWithin", "\"15s\"");
    scene.canary(good -> good.withFate(Fate.NEVER_READY));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .contains("canary pods must be ready within 15 s, got 0 of 1")
        .endsWith("cluster " + scene.cluster(0));
    assertSaidSoon(scene, played);
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S52: the canary was good, but the promoted pods are never ready")
  default void goesBackWhenThePromotedPodsAreNeverReady() {
    Scene scene = stage().scene("promoted-never-ready").with("readyWithin", "\"20s\"");
    scene.on(
        "pods that start from now on are never ready",
        Moments.bakes(scene.cluster(0), 25),
        (rollout, status) -> scene.canary(good -> good.withColdStart(Duration.ofHours(1))));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .contains("stable must serve the new revision within 20 s, and does not")
        .endsWith("cluster " + scene.cluster(0));
    assertThat(played.result().trail().first(Moments.in(scene.cluster(0), ClusterPhase.PROMOTING)))
        .isPresent();
    played.isAsBefore();
    played.answeredAll();
    played.neverServed(scene.cluster(1));
  }

  /** Stable has two in the second cluster, and nothing else has any when its turn comes. */
  private Scene withoutGpus(String name) {
    Scene scene = stage().scene(name);
    return scene.on(
        "GPUs break", Moments.bakes(scene.cluster(0), 25), (rollout, status) -> gpus(scene, 2));
  }

  private static void gpus(Scene scene, int count) {
    Nodes.setGpus(scene.fleet().admin(scene.cluster(1)), scene.namespace(), count);
  }

  private static void assertAskedSoon(Scene scene, Played played, String why) {
    String cluster = scene.cluster(1);
    assertThat(played.happened().getLast().status().waitingFor().getFirst().why())
        .contains(why)
        .contains("cluster " + cluster);
    assertThat(
            played.between(
                Moments.in(cluster, ClusterPhase.STARTING), Moments.fleet(FleetPhase.HOLDING)))
        .isLessThan(SOON);
  }

  private static void assertSaidSoon(Scene scene, Played played) {
    assertThat(
            played.between(
                Moments.in(scene.cluster(0), ClusterPhase.STARTING),
                Moments.fleet(FleetPhase.RETURNING)))
        .isLessThan(SOON);
  }
}
