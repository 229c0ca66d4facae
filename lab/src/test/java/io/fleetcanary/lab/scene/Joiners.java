package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;

/** A fleet that grows between two releases. */
interface Joiners extends OnStage {
  long LONG_SECONDS = 180;

  @Scenario
  @DisplayName("S68: a cluster that joins between two releases is in the second, in its own turn")
  default void releasesToAClusterThatJoinedMeanwhile() {
    FleetInventory all = stage().fleet().inventory();
    FleetInventory two = new FleetInventory(all.clusters().subList(0, 2));
    try (Installation other = another(two)) {
      Scene scene = stage().scene("joined", other);
      scene.with(
          "waves",
          "[{\"name\": \"first\", \"clusters\": [\"%s\"]}, {\"name\": \"rest\", \"select\": \"all\"}]"
              .formatted(scene.cluster(0)));
      String earlier = scene.faultless("earlier");
      AtomicReference<FleetOutcome> first = new AtomicReference<>();
      scene.beside(
          new Earlier(
              () -> {
                first.set(release(scene, other, earlier));
                other.tellOf(all);
              }));

      Played played = scene.play();

      assertThat(first.get().ending()).isEqualTo(FleetPhase.PROMOTED);
      assertThat(first.get().clusters()).containsOnlyKeys(scene.cluster(0), scene.cluster(1));
      played.ended(FleetPhase.PROMOTED);
      played.answeredAll();
      played.isPromoted(scene.cluster(2));
      hasReplaced(earlier, played, scene.cluster(0));
      hasReplaced(earlier, played, scene.cluster(1));
    }
  }

  private static void hasReplaced(String image, Played played, String cluster) {
    Snapshot before = played.result().before().get(cluster);
    assertThat(before.objects().get("Deployment chat")).contains(image);
    assertThat(played.result().after().get(cluster))
        .isEqualTo(before.replacing(image, played.canary()));
    assertThat(played.result().outcome().clusters().get(cluster))
        .isInstanceOf(ClusterOutcome.Promoted.class);
  }

  /** The release before, under requests, of which no caller notices anything. */
  private static FleetOutcome release(Scene scene, Installation other, String image) {
    try (Called called = new Called(scene)) {
      FleetOutcome outcome =
          StartedRollout.start(
                  other.client(),
                  scene.namespace(),
                  scene
                      .json()
                      .replace(scene.image("canary"), image)
                      .replace("2026.11.3", "2026.11.2"))
              .await(LONG_SECONDS);
      called.answeredAll();
      return outcome;
    }
  }
}
