package io.fleetcanary.lab.scene;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.lab.LabFleet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * Objects that stand beside a scene's service in every cluster.
 *
 * @param image of those that have pods
 * @param names of resources, where {@code NAMESPACE} and {@code IMAGE} stand for these
 */
record Manifests(LabFleet fleet, String namespace, String image, List<String> names) {
  Manifests {
    names = List.copyOf(names);
  }

  void create() {
    for (String cluster : fleet.clusters()) {
      KubernetesClient admin = fleet.admin(cluster);
      objects(admin).forEach(object -> admin.resource(object).create());
    }
  }

  void delete() {
    for (String cluster : fleet.clusters()) {
      KubernetesClient admin = fleet.admin(cluster);
      objects(admin).forEach(object -> admin.resource(object).delete());
    }
  }

  private List<HasMetadata> objects(KubernetesClient admin) {
    return names.stream()
        .flatMap(
            name ->
                admin.load(new ByteArrayInputStream(text(name).getBytes(UTF_8))).items().stream())
        .toList();
  }

  private String text(String name) {
    try (InputStream yaml = Manifests.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(yaml).readAllBytes(), UTF_8)
          .replace("NAMESPACE", namespace)
          .replace("IMAGE", image);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
