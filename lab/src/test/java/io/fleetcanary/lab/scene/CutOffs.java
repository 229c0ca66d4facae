package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.lab.story.Trail;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Twelve clusters in four waves, three at a time, one of them cut off from the worker. */
interface CutOffs extends OnStage {
  List<String> CLUSTERS = IntStream.rangeClosed(1, 12).mapToObj(number -> "eu-" + number).toList();
  String LOST = "eu-5";

  /** Long enough for 200 requests, without which no share is judged. */
  String STEPS = "[{\"weight\": 25, \"bake\": \"15s\"}]";

  /** The third wave may have as many at once as is written in. */
  String WAVES =
      """
      [{"name": "one", "clusters": ["eu-1", "eu-2", "eu-3"], "parallel": 3},
       {"name": "two", "clusters": ["eu-4", "eu-5", "eu-6"], "parallel": 3},
       {"name": "three", "clusters": ["eu-7", "eu-8", "eu-9"], "parallel": %s},
       {"name": "four", "clusters": ["eu-10", "eu-11", "eu-12"], "parallel": "100%%"}]
      """;

  /** A minute, and what a busy machine adds. */
  Duration SAID_WITHIN = Duration.ofSeconds(75);

  @Test
  @Timeout(600)
  @DisplayName(
      "S70, S76, S80, F7: 12 clusters, 4 waves: cut off on the way forward, it goes on when it is"
          + " back; never more at once than asked for")
  default void goesOnWhenTheClusterIsBack() {
    Scene scene = scene("cut-forward");
    scene.with("waves", WAVES.formatted("\"70%\""));
    scene.on("cut", Moments.bakes("eu-1", 25), (rollout, status) -> cut());
    scene.on(
        "join",
        Moments.in("eu-4", ClusterPhase.PROBATION).and(Moments.in("eu-6", ClusterPhase.PROBATION)),
        (rollout, status) -> join());

    Played played = scene.play();

    assertThat(played.happened().getLast().status())
        .matches(Moments.in(LOST, ClusterPhase.CLAIMING), "not begun")
        .matches(Moments.says(LOST, CutForGood.TRIED_ON), "said")
        .matches(Moments.in("eu-7", ClusterPhase.QUEUED), "third wave not begun");
    played.wentWell();
    assertThat(mostAtOnce(played)).containsExactly(3, 3, 2, 3);
  }

  @Test
  @Timeout(600)
  @DisplayName(
      "S80, F7: 12 clusters, 4 waves: cut off under its canary, it comes back when it is back")
  default void comesBackWhenTheClusterIsBack() {
    comesBack(scene("cut-canary"), Moments.bakes(LOST, 25));
  }

  @Test
  @Timeout(600)
  @DisplayName(
      "S80, F7: 12 clusters, 4 waves: cut off after promotion, it is undone when it is back")
  default void isUndoneWhenTheClusterIsBack() {
    comesBack(scene("cut-promoted"), Moments.bakes("eu-7", 25));
  }

  /** Every other cluster is back before this one is. */
  private void comesBack(Scene scene, Predicate<FleetStatus> when) {
    scene.on("cut", when, (rollout, status) -> cut());
    scene.abortOn("abort", Moments.always());
    Predicate<FleetStatus> stuck = Moments.says(LOST, ", trying again");
    scene.on("join", stuck.and(CutOffs::othersAreBack), (rollout, status) -> join());

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: abort");
    assertThat(played.happened().getLast().status())
        .matches(Moments.fleet(FleetPhase.RETURNING), "still returning")
        .matches(Moments.in(LOST, ClusterPhase.RETURNING), "not back");
    assertThat(played.between(Moments.fleet(FleetPhase.RETURNING), stuck)).isLessThan(SAID_WITHIN);
    played.isAsBefore();
    played.answeredAll();
  }

  /** How many clusters of each wave were at work at once; of two waves none ever were. */
  private static List<Integer> mostAtOnce(Played played) {
    List<List<Integer>> atWork =
        played.result().trail().entries().stream()
            .map(Trail.Entry::status)
            .filter(status -> !status.waves().isEmpty())
            .map(status -> status.waves().stream().map(CutOffs::atWork).toList())
            .toList();
    assertThat(atWork)
        .as("clusters at work, by wave")
        .allMatch(waves -> waves.stream().filter(count -> count > 0).count() <= 1);
    return IntStream.range(0, atWork.getFirst().size())
        .mapToObj(wave -> atWork.stream().mapToInt(waves -> waves.get(wave)).max().orElse(0))
        .toList();
  }

  private static int atWork(WaveStatus wave) {
    return (int)
        wave.clusters().stream()
            .map(ClusterStatus::phase)
            .filter(phase -> phase.forward() && phase != ClusterPhase.QUEUED && !phase.serves())
            .count();
  }

  private static boolean othersAreBack(FleetStatus status) {
    return status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .filter(cluster -> !cluster.cluster().equals(LOST))
        .map(ClusterStatus::phase)
        .allMatch(
            phase ->
                phase == ClusterPhase.ROLLED_BACK
                    || phase == ClusterPhase.UNTOUCHED
                    || phase == ClusterPhase.QUEUED);
  }

  private void cut() {
    stage().fleet().cable(LOST).cut();
  }

  private void join() {
    stage().fleet().cable(LOST).join();
  }

  private Scene scene(String name) {
    return stage()
        .scene(name)
        .requestsPerSecond(20)
        .with("steps", STEPS)
        .with("waves", WAVES.formatted("3"));
  }
}
