package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Temporal is put back to what it knew before: clusters have gone on, and it does not know. */
interface Backups extends OnStage {
  String TWO_WAVES =
      """
      [{"name": "first", "clusters": ["%s"]},
       {"name": "rest", "select": "all", "steps": [{"weight": 25, "bake": "2m"}]}]
      """;

  TemporalServer temporalServer();

  /** The first cluster was promoted since, the second was claimed; nobody watches that one. */
  @Test
  @Timeout(600)
  @DisplayName(
      "F5: restored from a copy made a wave ago: it asks, comes back, and the rest is swept")
  default void comesBackAfterAWaveWasForgotten(@TempDir Path folder) {
    Scene scene = stage().scene("forgot-a-wave");
    scene.with("waves", TWO_WAVES.formatted(scene.cluster(0)));
    Orphan orphan = new Orphan(scene, stage().installation());
    orphan.isSweptUp(
        () -> {
          StartedRollout rollout = orphan.begin();
          Orphan.reached(rollout, Moments.bakes(scene.cluster(0), 25));
          temporalServer().backUp(folder.resolve("backup"));
          Orphan.reached(rollout, Moments.bakes(scene.cluster(1), 25));
          replaceWorker(() -> temporalServer().restore(folder.resolve("backup")));

          String hold = "hold/%s/1".formatted(scene.cluster(0));
          FleetStatus asks = Orphan.reached(rollout, Moments.asks(hold));
          assertThat(asks.waitingFor().getFirst().why())
              .startsWith("stable serves the new revision already");
          rollout.signal("abort", Map.of("by", "ann", "reason", "Temporal was restored"));
          assertThat(rollout.await(60).ending()).isEqualTo(FleetPhase.ABORTED);
          stage().installation().killWorker();
        });
  }

  /** Temporal knows nothing of the rollout any more. */
  @Test
  @Timeout(600)
  @DisplayName("F5: restored from a copy made before the rollout began: it is swept up")
  default void sweepsUpARolloutThatWasForgotten(@TempDir Path folder) {
    Scene scene = stage().scene("forgot-it-all");
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"2m\"}]");
    Orphan orphan = new Orphan(scene, stage().installation());
    orphan.isSweptUp(
        () -> {
          temporalServer().backUp(folder.resolve("backup"));
          Orphan.reached(orphan.begin(), Moments.bakes(scene.cluster(0), 25));
          stage().installation().killWorker();
          temporalServer().restore(folder.resolve("backup"));
        });
  }

  /** Promoted and kept, which Temporal has forgotten. */
  @Test
  @Timeout(600)
  @DisplayName("F5: restored from a copy made before the end: what was kept stays and is told")
  default void leavesWhatWasKept(@TempDir Path folder) {
    Scene scene = stage().scene("forgot-the-end");
    scene.with("waves", TWO_WAVES.replace("2m", "12s").formatted(scene.cluster(0)));
    Orphan orphan = new Orphan(scene, stage().installation());
    orphan.play(
        () -> {
          StartedRollout rollout = orphan.begin();
          Orphan.reached(rollout, Moments.bakes(scene.cluster(0), 25));
          temporalServer().backUp(folder.resolve("backup"));
          assertThat(rollout.await(200).ending()).isEqualTo(FleetPhase.PROMOTED);
          SortedMap<String, Snapshot> kept = orphan.now();
          replaceWorker(() -> temporalServer().restore(folder.resolve("backup")));

          Orphan.reached(rollout, Moments.asks("hold/%s/1".formatted(scene.cluster(0))));
          rollout.signal("abort", Map.of("by", "ann", "reason", "Temporal was restored"));

          FleetOutcome outcome = rollout.await(100);
          assertThat(outcome.ending()).isEqualTo(FleetPhase.HANDED_OVER);
          assertThat(outcome.reason())
              .isEqualTo(
                  "aborted by ann: Temporal was restored; left in %s: this rollout had been kept"
                          .formatted(scene.cluster(0))
                      + " already, the new revision serves");
          assertThat(orphan.now()).isEqualTo(kept);
        });
  }

  private void replaceWorker(Runnable meanwhile) {
    stage().installation().killWorker();
    meanwhile.run();
    stage().installation().startWorker();
  }
}
