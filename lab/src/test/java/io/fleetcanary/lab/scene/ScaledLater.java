package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.dataplane.LoadReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stable is scaled in the first cluster after a rollout has ended there, and called then. */
final class ScaledLater implements Beside {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration CALLED = Duration.ofSeconds(3);

  private final Scene scene;
  private final int pods;
  private String failure = "it was never scaled";
  private Optional<LoadReport> answers = Optional.empty();

  ScaledLater(Scene scene, int pods) {
    this.scene = scene;
    this.pods = pods;
  }

  @Override
  public void open() {}

  /** A failure is kept for later, so that it hides none of the rollout's own. */
  @Override
  public void close() {
    try {
      Meddled.in(scene, 0).scales("chat", pods);
      Eventually.within(SOON, () -> assertThat(serving()).hasSize(pods));
      try (Load load =
          Load.start(
              scene.fleet().gateway(scene.cluster(0), scene.namespace()),
              scene.requestsPerSecond(),
              CALLED)) {
        answers = Optional.of(load.awaitEnd());
      }
      failure = "";
    } catch (AssertionError | RuntimeException late) {
      failure = "" + late;
    }
  }

  /** So many pods were there, and one image answered every request. */
  void wasObeyed(String image) {
    assertThat(failure).as("scaled to %d pods", pods).isEmpty();
    LoadReport seen = answers.orElseThrow();
    assertThat(seen.byStatus()).containsOnlyKeys(200);
    assertThat(seen.byRevision()).containsOnlyKeys(image);
  }

  /** All pods of its namespace, when all of them are ready. */
  private List<Pod> serving() {
    List<Pod> all =
        scene
            .fleet()
            .admin(scene.cluster(0))
            .pods()
            .inNamespace(scene.namespace())
            .list()
            .getItems();
    assertThat(all).allMatch(Readiness.getInstance()::isReady);
    return all;
  }
}
