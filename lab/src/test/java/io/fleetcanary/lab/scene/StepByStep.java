package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;

/** A good revision goes forward as its plan says, and not at all while people hold it up. */
interface StepByStep extends OnStage {
  /** Longer than pods may take, and than any bake. */
  Duration FOR_LONG = Duration.ofSeconds(30);

  /** What a canary beside three pods has at 20, 40, 60, 80 and 90 %, then at 34 and at 25 %. */
  List<String> ROUNDED_UP =
      List.of(
          "1 of 1 pods ready, chat 80, chat-canary 20",
          "2 of 2 pods ready, chat 60, chat-canary 40",
          "2 of 2 pods ready, chat 40, chat-canary 60",
          "3 of 3 pods ready, chat 20, chat-canary 80",
          "3 of 3 pods ready, chat 10, chat-canary 90",
          "2 of 2 pods ready, chat 66, chat-canary 34",
          "1 of 1 pods ready, chat 75, chat-canary 25");

  @Scenario
  @DisplayName(
      "S1, S2, S69: three pods, steps of 20, 40, 60, 80, 90 %: pods rounded up; other waves, other"
          + " steps")
  default void roundsPodsUpAtEveryStep() {
    Scene scene = stage().scene("five-steps").replicas(3).requestsPerSecond(70);
    scene.with("waves", waves(scene));
    List<String> seen = new ArrayList<>();
    List.of(20, 40, 60, 80, 90).forEach(weight -> look(scene, 0, weight, seen));
    look(scene, 1, 34, seen);
    look(scene, 2, 25, seen);
    ScaledLater scaled = new ScaledLater(scene, 4);

    Played played = scene.beside(scaled).play();

    played.wentWell();
    assertThat(seen).containsExactlyElementsOf(ROUNDED_UP);
    assertThat(weights(played, scene.cluster(0))).containsExactly(20, 40, 60, 80, 90);
    assertThat(weights(played, scene.cluster(1))).containsExactly(34);
    assertThat(weights(played, scene.cluster(2))).containsExactly(25);
    scaled.wasObeyed(played.canary());
  }

  @Scenario
  @DisplayName(
      "S24, S71: paused before it begins, approved meanwhile; paused again for longer than pods may"
          + " take")
  default void movesNothingWhilePaused() {
    Scene scene = stage().scene("paused-twice").with("readyWithin", "\"25s\"");
    scene.with("waves", gated(scene));
    String first = scene.cluster(0);
    SortedMap<String, Snapshot> meanwhile = pausedBeforeItBegins(scene);
    scene
        .orderOn("lunch", Moments.bakes(first, 25), "pause")
        .on("stands still", Moments.in(first, ClusterPhase.PAUSED), (rollout, status) -> {})
        .rest(FOR_LONG)
        .orderOn("lunch is over", Moments.always(), "resume");

    Played played = scene.play();

    played.wentWell();
    assertThat(meanwhile).isEqualTo(played.result().before());
    assertThat(phases(status(played, "go"))).containsOnly(ClusterPhase.QUEUED);
    assertThat(phases(status(played, "lunch is over")))
        .containsExactly(ClusterPhase.PAUSED, ClusterPhase.QUEUED, ClusterPhase.QUEUED);
    assertThat(status(played, "lunch is over"))
        .matches(Moments.hasSet(first, 25), "25 % are set all the time");
    assertThat(played.result().trail().first(Moments.fleet(FleetPhase.WAITING_FOR_APPROVAL)))
        .as("asked for what was given before")
        .isEmpty();
  }

  /** For five seconds, in which its gate is approved; what clusters have asked for by then. */
  private static SortedMap<String, Snapshot> pausedBeforeItBegins(Scene scene) {
    SortedMap<String, Snapshot> meanwhile = new TreeMap<>();
    Predicate<FleetStatus> planned = status -> !status.digest().isEmpty();
    scene
        .orderOn("not yet", Moments.always(), "pause")
        .on("early", Moments.fleet(FleetPhase.PAUSED).and(planned), StepByStep::approveFirst)
        .rest(Duration.ofSeconds(5))
        .on(
            "still",
            Moments.always(),
            (rollout, status) ->
                scene.fleet().clusters().forEach(it -> meanwhile.put(it, scene.now(it))))
        .orderOn("go", Moments.fleet(FleetPhase.PAUSED), "resume");
    return meanwhile;
  }

  private String waves(Scene scene) {
    return """
        [{"name": "first", "clusters": ["%2$s"], "steps": [
           {"weight": 20, "bake": "%1$s"}, {"weight": 40, "bake": "%1$s"},
           {"weight": 60, "bake": "%1$s"}, {"weight": 80, "bake": "%1$s"},
           {"weight": 90, "bake": "%1$s"}]},
         {"name": "second", "clusters": ["%3$s"], "steps": [{"weight": 34, "bake": "%1$s"}]},
         {"name": "rest", "select": "all"}]
        """
        .formatted(stage().bake(), scene.cluster(0), scene.cluster(1));
  }

  private static String gated(Scene scene) {
    return """
        [{"name": "first", "clusters": ["%s"], "approval": {"by": ["sre"], "within": "1h"}},
         {"name": "rest", "select": "all", "parallel": 2}]
        """
        .formatted(scene.cluster(0));
  }

  private static void look(Scene scene, int number, int weight, List<String> seen) {
    String cluster = scene.cluster(number);
    scene.on(
        cluster + " at " + weight,
        Moments.bakes(cluster, weight),
        (rollout, status) -> seen.add(CanarySeen.in(scene, cluster).pods()));
  }

  private static void approveFirst(StartedRollout rollout, FleetStatus status) {
    rollout.signal(
        "approve",
        Map.of("gate", "first", "digest", status.digest(), "by", "ann", "reason", "early"));
  }

  private static List<Integer> weights(Played played, String cluster) {
    return played.result().trail().bakes(cluster).stream()
        .map(bake -> bake.weight().percent())
        .toList();
  }

  private static FleetStatus status(Played played, String cue) {
    return played.happened().stream()
        .filter(happened -> happened.name().equals(cue))
        .findFirst()
        .orElseThrow()
        .status();
  }

  private static List<ClusterPhase> phases(FleetStatus status) {
    return status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .map(ClusterStatus::phase)
        .toList();
  }
}
