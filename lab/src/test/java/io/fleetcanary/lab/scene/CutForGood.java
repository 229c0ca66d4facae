package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One of three clusters, in the second of two waves, is cut off from the worker before its turn
 * comes, and stays so for longer than the spec has it tried. It is the line of all namespaces, so
 * these are played one after the other.
 */
interface CutForGood extends OnStage {
  /** A minute, and what a busy machine adds. */
  Duration SAID_WITHIN = Duration.ofSeconds(75);

  String TRIED_ON = ", then the cluster goes back";

  @Test
  @Timeout(400)
  @DisplayName("S80, F7: cut off for good: said, then asked; gone on without, and taken over")
  default void asksAboutAClusterThatStaysAway() {
    Scene scene = lost("cut-for-good", "");
    String lost = scene.cluster(1);
    scene
        .answerOn("go on without it", Moments.fleet(FleetPhase.HOLDING), "approve")
        .on(
            "it never returns",
            Moments.says(lost, ", trying again").and(serves(scene.cluster(2))),
            (rollout, status) ->
                rollout.signal(
                    "abandon", Map.of("cluster", lost, "by", "ann", "reason", "burnt down")));

    Played played = playAndJoin(scene, lost);

    String reason = played.ended(FleetPhase.HANDED_OVER);
    assertThat(reason).contains("abandoned by ann: burnt down", "; left in " + lost + ": ");
    assertSaid(scene, played);
    played.isPromoted(scene.cluster(0), scene.cluster(2));
    played.asksForTheSame(lost);
    played.neverServed(lost);
    played.answeredAll();
  }

  @Test
  @Timeout(400)
  @DisplayName("S80, F7: cut off, asked about, and back: a person has it tried again")
  default void triesAgainWhenTheClusterIsBack() {
    Scene scene = lost("cut-and-back", "");
    String lost = scene.cluster(1);
    scene
        .on("it returns", Moments.fleet(FleetPhase.HOLDING), (rollout, status) -> join(lost))
        .retryOn(
            "power is back", Moments.in(lost, ClusterPhase.ROLLED_BACK).or(untouched(lost)), lost);

    Played played = playAndJoin(scene);

    played.wentWell();
    assertSaid(scene, played);
  }

  @Test
  @Timeout(400)
  @DisplayName("S80, F7: cut off where the spec counts it: it uses up the budget, nobody is asked")
  default void usesUpTheBudget() {
    Scene scene = lost("cut-counted", ", \"unreachable\": \"count\"");
    String lost = scene.cluster(1);
    scene.on(
        "it returns",
        Moments.says(lost, ", trying again").and(serves(scene.cluster(2))),
        (rollout, status) -> join(lost));

    Played played = playAndJoin(scene);

    assertThat(played.ended(FleetPhase.PARTLY_PROMOTED))
        .contains("2 of 3 clusters")
        .contains(lost + ": cluster " + lost + " cannot be reached: ")
        .contains("; claim was tried for 1m, look at its API server from the worker's host");
    assertThat(played.result().trail().first(Moments.fleet(FleetPhase.HOLDING))).isEmpty();
    played.isPromoted(scene.cluster(0), scene.cluster(2));
    played.isAsBefore(lost);
    played.answeredAll();
  }

  private Scene lost(String name, String more) {
    Scene scene = stage().scene(name);
    scene
        .with(
            "waves",
            """
            [{"name": "first", "clusters": ["%s"]},
             {"name": "rest", "select": "all", "parallel": 2}]
            """
                .formatted(scene.cluster(0)))
        .with(
            "failure",
            "{\"scope\": \"cluster\", \"budget\": 1, \"reachWithin\": \"1m\"%s}".formatted(more));
    return scene.on(
        "cut",
        Moments.bakes(scene.cluster(0), 25),
        (rollout, status) -> stage().fleet().cable(scene.cluster(1)).cut());
  }

  private Played playAndJoin(Scene scene, String... unclaimed) {
    try {
      return scene.play(unclaimed);
    } finally {
      join(scene.cluster(1));
    }
  }

  private void join(String cluster) {
    stage().fleet().cable(cluster).join();
  }

  /** Within a minute, in our own words and without an address; the other of its wave went on. */
  private static void assertSaid(Scene scene, Played played) {
    String lost = scene.cluster(1);
    Predicate<FleetStatus> said = Moments.says(lost, TRIED_ON);
    assertThat(played.between(Moments.in(lost, ClusterPhase.STARTING), said))
        .isLessThan(SAID_WITHIN);
    FleetStatus holding =
        played.happened().stream()
            .map(Played.Happened::status)
            .filter(status -> status.phase() == FleetPhase.HOLDING)
            .findFirst()
            .orElseThrow();
    assertThat(holding.waitingFor().getFirst().why())
        .startsWith("cluster " + lost + " cannot be reached: ")
        .contains("; claim was tried for 1m, look at its API server from the worker's host")
        .endsWith("; retry " + lost + ", or go on without it?")
        .doesNotContain("127.0.0.1", "http", "An error has occurred");
    assertThat(played.result().outcome().clusters().get(scene.cluster(2)))
        .isInstanceOf(ClusterOutcome.Promoted.class);
  }

  /** It may be kept at once, for nothing else is waited for. */
  private static Predicate<FleetStatus> serves(String cluster) {
    return Moments.in(cluster, ClusterPhase.PROBATION)
        .or(Moments.in(cluster, ClusterPhase.KEEPING))
        .or(Moments.in(cluster, ClusterPhase.PROMOTED));
  }

  private static Predicate<FleetStatus> untouched(String cluster) {
    return Moments.in(cluster, ClusterPhase.UNTOUCHED);
  }
}
