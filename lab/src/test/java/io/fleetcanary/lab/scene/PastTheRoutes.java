package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.dataplane.http.Headers;
import java.util.List;

/**
 * Callers in every cluster whose requests come by no route to a scene's service, as many as those
 * whose requests do: half of them stays with stable, whatever the weight.
 */
final class PastTheRoutes implements Beside {
  private final Scene scene;
  private final Manifests manifests;
  private final Callers inside;

  /** Not there yet. */
  PastTheRoutes(Scene scene) {
    this.scene = scene;
    manifests = new Manifests(scene.fleet(), scene.namespace(), "", List.of("inside.yaml"));
    inside = new Callers(scene.fleet(), scene.namespace() + "-inside", Headers.NONE);
  }

  @Override
  public void open() {
    manifests.create();
    inside.awaitAnswersOf(scene.image("stable"));
    inside.begin(scene.requestsPerSecond());
  }

  @Override
  public void close() {
    inside.close();
    manifests.delete();
  }
}
