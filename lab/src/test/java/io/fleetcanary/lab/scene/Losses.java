package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.lab.story.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Something is killed (-9) while rollouts are in all their phases, and started again. */
interface Losses extends OnStage {
  String ONE_BY_ONE =
      """
      [{"name": "first", "clusters": ["%s"]},
       {"name": "rest", "select": "all", "steps": [{"weight": 25, "bake": "60s"}]}]
      """;

  TemporalServer temporalServer();

  @Test
  @Timeout(600)
  @DisplayName("S77, F1: worker killed in each phase: all rollouts end promoted, no request fails")
  default void promotesAfterTheWorkerWasKilled() throws InterruptedException {
    assertAllWentWell(new Loss(stage(), "kill-go", false).play(this::replaceWorker));
  }

  @Test
  @Timeout(600)
  @DisplayName("S77, F1: worker killed in each phase, then aborted: all rollouts come back")
  default void comesBackAfterTheWorkerWasKilled() throws InterruptedException {
    assertAllCameBack(new Loss(stage(), "kill-abort", true).play(this::replaceWorker));
  }

  @Test
  @Timeout(600)
  @DisplayName("nobody left: a promoted and a baking cluster come back from their ledgers")
  default void restoresFromLedgersWithoutAWorker() {
    SortedMap<String, Snapshot> restored = new TreeMap<>();
    Scene scene = stage().scene("ledgers");
    scene.with("waves", ONE_BY_ONE.formatted(scene.cluster(0)));
    scene.on(
        "all is lost",
        Moments.bakes(scene.cluster(1), 25),
        (rollout, status) -> {
          stage().installation().killWorker();
          rollout.signal("abort", Map.of("by", "ann", "reason", "when it is back"));
          restore(scene, scene.cluster(0));
          restore(scene, scene.cluster(1));
          restored.put(scene.cluster(0), scene.now(scene.cluster(0)));
          restored.put(scene.cluster(1), scene.now(scene.cluster(1)));
          stage().installation().startWorker();
        });

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: when it is back");
    assertThat(restored).hasSize(2);
    assertThat(played.result().before()).containsAllEntriesOf(restored);
    played.isAsBefore();
    played.answeredAll();
  }

  @Test
  @Timeout(600)
  @DisplayName("F33: terminated with all its clusters: the sweep brings the service back")
  default void sweepsUpWhatNobodyLooksAfter() {
    Scene scene = stage().scene("orphan");
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"2m\"}]");
    Orphan orphan = new Orphan(scene, stage().installation());
    orphan.isSweptUp(
        () -> {
          Orphan.reached(orphan.begin(), Moments.bakes(scene.cluster(0), 25));
          orphan.terminate(scene.cluster(0));
        });
  }

  @Test
  @Timeout(600)
  @DisplayName(
      "S77, F3: Temporal server killed in each phase: all rollouts end promoted, no request fails")
  default void promotesAfterTheTemporalServerWasKilled() throws InterruptedException {
    assertAllWentWell(new Loss(stage(), "temporal", false).play(temporalServer()::restart));
  }

  @Test
  @Timeout(600)
  @DisplayName(
      "S77, F3: Temporal server killed in each phase, then aborted: all rollouts come back")
  default void comesBackAfterTheTemporalServerWasKilled() throws InterruptedException {
    assertAllCameBack(new Loss(stage(), "temporal-abort", true).play(temporalServer()::restart));
  }

  @Test
  @Timeout(600)
  @DisplayName(
      "S77, F4: Temporal server frozen for a minute in each phase: all end promoted, no request fails")
  default void promotesAfterTheTemporalServerStoodStill() throws InterruptedException {
    assertAllWentWell(new Loss(stage(), "frozen", false).play(this::freezeTemporal));
  }

  /** A person brings a service back in a cluster that nobody looks after. */
  default void restore(Scene scene, String cluster) {
    ByLedger.restore(stage().fleet(), cluster, scene.namespace());
  }

  private static void assertAllWentWell(List<Played> played) {
    assertThat(played.size()).isEqualTo(7);
    played.forEach(Played::wentWell);
  }

  private static void assertAllCameBack(List<Played> played) {
    assertThat(played.size()).isEqualTo(7);
    for (Played one : played) {
      assertThat(one.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: after the loss");
      one.isAsBefore();
      one.answeredAll();
    }
  }

  /** The minute is the fault. */
  private void freezeTemporal() {
    temporalServer().freeze();
    try {
      Thread.sleep(Duration.ofMinutes(1));
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    } finally {
      temporalServer().thaw();
    }
  }

  private void replaceWorker() {
    stage().installation().killWorker();
    stage().installation().startWorker();
  }
}
