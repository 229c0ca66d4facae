package io.fleetcanary.lab.scene;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.story.StartedRollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Something is lost while rollouts are in all their phases, at the same moment for all. */
final class Loss {
  /** So few that seven services at a time leave a small machine room to be killed and come back. */
  private static final int REQUESTS_PER_SECOND = 20;

  /** Long enough for 200 of them, without which no share is judged. */
  private static final String BAKE = "12s";

  private static final Duration LASTING = Duration.ofSeconds(150);
  private static final Duration ALL_MEET = Duration.ofMinutes(3);
  private static final Duration SHORT = Duration.ofMillis(700);

  private final Stage stage;
  private final String prefix;
  private final boolean abort;
  private final List<Scene> scenes = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch met;

  /**
   * Prepares it.
   *
   * @param prefix of the names of its scenarios
   * @param abort whether people abort afterwards; otherwise they go on
   */
  Loss(Stage stage, String prefix, boolean abort) {
    this.stage = stage;
    this.prefix = prefix;
    this.abort = abort;
    scenes.add(starting());
    scenes.add(baking());
    scenes.add(paused());
    scenes.add(atTheGate());
    scenes.add(promoting());
    scenes.add(inProbation());
    met = new CountDownLatch(scenes.size());
  }

  /** Plays them; {@code loses} returns when what was lost has been put back. */
  List<Played> play(Runnable loses) throws InterruptedException {
    List<CompletableFuture<Played>> playing =
        scenes.stream()
            .map(
                scene ->
                    CompletableFuture.supplyAsync(
                        scene::play, task -> Thread.ofVirtual().start(task)))
            .toList();
    if (!met.await(ALL_MEET.toSeconds(), TimeUnit.SECONDS)) {
      over.countDown();
      throw new IllegalStateException(
          "every rollout must come to its phase, missing: " + met.getCount());
    }
    List<Played> played = new ArrayList<>();
    played.add(beforeTheFirstPod(loses).play());
    playing.forEach(one -> played.add(one.join()));
    return played;
  }

  /** Its phase is too short to wait in, so it is the one that begins the loss. */
  private Scene beforeTheFirstPod(Runnable loses) {
    Scene scene = scene("planning", BAKE);
    scene.on(
        "before the first pod",
        Moments.always(),
        (rollout, status) -> {
          loses.run();
          over.countDown();
        });
    return ending(scene);
  }

  private Scene starting() {
    Scene scene = scene("starting", BAKE);
    scene.canary(good -> good.withColdStart(LASTING));
    meet(scene, Moments.in(scene.cluster(0), ClusterPhase.STARTING));
    return ending(fast(scene));
  }

  private Scene baking() {
    Scene scene = scene("quarter", "75s");
    return ending(meet(scene, Moments.bakes(scene.cluster(0), 25)));
  }

  private Scene paused() {
    Scene scene = scene("paused", BAKE);
    scene.on("pause", Moments.bakes(scene.cluster(0), 25), say("pause"));
    meet(scene, Moments.in(scene.cluster(0), ClusterPhase.PAUSED));
    return ending(abort ? scene : scene.on("resume", Moments.always(), say("resume")));
  }

  private Scene atTheGate() {
    Scene scene = scene("gate", BAKE);
    scene.with(
        "waves",
        """
        [{"name": "first", "clusters": ["%s"], "approval": {"by": ["sre"], "within": "1h"}},
         {"name": "rest", "select": "all", "parallel": 2}]
        """
            .formatted(scene.cluster(0)));
    Predicate<FleetStatus> waiting = Moments.fleet(FleetPhase.WAITING_FOR_APPROVAL);
    meet(scene, waiting);
    return ending(abort ? scene : scene.answerOn("fine", waiting, "approve"));
  }

  private Scene promoting() {
    Scene scene = scene("promoting", BAKE);
    scene.on(
        "slow pods",
        Moments.bakes(scene.cluster(0), 25),
        (rollout, status) -> scene.canary(good -> good.withColdStart(LASTING)));
    meet(scene, Moments.in(scene.cluster(0), ClusterPhase.PROMOTING));
    return ending(fast(scene));
  }

  private Scene inProbation() {
    Scene scene = scene("probation", BAKE);
    scene.with(
        "waves",
        """
        [{"name": "first", "clusters": ["%s"]},
         {"name": "rest", "select": "all", "parallel": 2, "steps": [{"weight": 25, "bake": "50s"}]}]
        """
            .formatted(scene.cluster(0)));
    return ending(meet(scene, Moments.bakes(scene.cluster(1), 25)));
  }

  private Scene scene(String phase, String firstBake) {
    Scene scene = stage.scene(prefix + "-" + phase).requestsPerSecond(REQUESTS_PER_SECOND);
    scene.with("readyWithin", "\"4m\"");
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"%s\"}]".formatted(BAKE));
    return scene.with(
        "waves",
        """
        [{"name": "first", "clusters": ["%s"], "steps": [{"weight": 25, "bake": "%s"}]},
         {"name": "rest", "select": "all", "parallel": 2}]
        """
            .formatted(scene.cluster(0), firstBake));
  }

  private Scene fast(Scene scene) {
    return scene.on(
        "fast pods",
        Moments.always(),
        (rollout, status) -> scene.canary(good -> good.withColdStart(SHORT)));
  }

  private Scene ending(Scene scene) {
    return abort ? scene.abortOn("after the loss", Moments.always()) : scene;
  }

  /** Waits in this phase until the loss is over. */
  private Scene meet(Scene scene, Predicate<FleetStatus> phase) {
    return scene.on(
        "in its phase",
        phase,
        (rollout, status) -> {
          met.countDown();
          try {
            over.await();
          } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static BiConsumer<StartedRollout, FleetStatus> say(String signal) {
    return (rollout, status) -> rollout.signal(signal, Map.of("by", "bob", "reason", "lunch"));
  }
}
