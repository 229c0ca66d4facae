package io.fleetcanary.lab.story;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hears from a cluster's API server when the canary's weight was taken back to 0. */
public final class TrafficOff implements Watcher<GenericKubernetesResource>, AutoCloseable {
  private final ConcurrentLinkedQueue<Instant> off = new ConcurrentLinkedQueue<>();
  private final Watch watch;
  private int weight;

  public TrafficOff(KubernetesClient client, String namespace) {
    watch =
        client
            .genericKubernetesResources(Snapshot.GATEWAY_API, "HTTPRoute")
            .inNamespace(namespace)
            .withName(StorySpec.SERVICE)
            .watch(this);
  }

  /** From {@code order} to the write being seen; empty when there was none after it. */
  public Optional<Duration> after(Instant order) {
    return off.stream()
        .filter(seen -> !seen.isBefore(order))
        .findFirst()
        .map(seen -> Duration.between(order, seen));
  }

  @Override
  public synchronized void eventReceived(Action action, GenericKubernetesResource route) {
    int now = canaryWeight(route);
    if (weight > 0 && now == 0) {
      off.add(Instant.now());
    }
    weight = now;
  }

  @Override
  public void onClose(WatcherException cause) {}

  @Override
  public void close() {
    watch.close();
  }

  private static int canaryWeight(GenericKubernetesResource route) {
    List<Map<String, Object>> backends = route.get("spec", "rules", 0, "backendRefs");
    return backends.stream()
        .filter(backend -> (StorySpec.SERVICE + "-canary").equals(backend.get("name")))
        .map(backend -> ((Number) backend.getOrDefault("weight", 1)).intValue())
        .findFirst()
        .orElse(0);
  }
}
