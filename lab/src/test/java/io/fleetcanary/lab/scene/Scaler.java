package io.fleetcanary.lab.scene;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.LabFleet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An autoscaler of a scene's service in every cluster. */
final class Scaler implements Beside {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LabFleet fleet;
  private final String namespace;
  private final ScalerKind kind;
  private final SortedMap<String, GenericKubernetesResource> last = new TreeMap<>();

  /** Not there yet. */
  Scaler(Scene scene, ScalerKind kind) {
    fleet = scene.fleet();
    namespace = scene.namespace();
    this.kind = kind;
  }

  @Override
  public void open() {
    for (String cluster : fleet.clusters()) {
      KubernetesClient admin = fleet.admin(cluster);
      if (kind == ScalerKind.SCALED_OBJECT) {
        admin
            .load(new ByteArrayInputStream(text("scaled-objects.yaml").getBytes(UTF_8)))
            .items()
            .forEach(kinds -> admin.resource(kinds).createOr(NonDeletingOperation::update));
      }
      // an API server takes a moment to learn a kind
      Eventually.within(SOON, () -> create(cluster, "chat"));
    }
  }

  /** Another one of the same Deployment. */
  void twin(String cluster) {
    create(cluster, "twin");
  }

  private void create(String cluster, String name) {
    GenericKubernetesResource scaler =
        Serialization.unmarshal(
            text(kind.name().toLowerCase(Locale.ROOT) + ".yaml"), GenericKubernetesResource.class);
    scaler.getMetadata().setName(name);
    all(cluster).resource(scaler).create();
  }

  /** What it asks for in a cluster: now, or when the scene was over. */
  Map<String, Object> spec(String cluster) {
    return object(cluster).get("spec");
  }

  /** Our marks on it, or what is left of them. */
  Map<String, String> marks(String cluster) {
    SortedMap<String, String> marks =
        new TreeMap<>(
            Objects.requireNonNullElse(
                object(cluster).getMetadata().getAnnotations(), Map.<String, String>of()));
    marks.keySet().removeIf(key -> !key.startsWith("claim.fleetcanary.io/"));
    return marks;
  }

  private GenericKubernetesResource object(String cluster) {
    GenericKubernetesResource gone = last.get(cluster);
    return gone == null ? all(cluster).withName("chat").require() : gone;
  }

  @Override
  public void close() {
    for (String cluster : fleet.clusters()) {
      Optional.ofNullable(all(cluster).withName("chat").get())
          .ifPresent(scaler -> last.put(cluster, scaler));
      all(cluster).delete();
    }
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all(String cluster) {
    return fleet.admin(cluster).genericKubernetesResources(kind.context()).inNamespace(namespace);
  }

  private String text(String name) {
    try (InputStream yaml = Scaler.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(yaml).readAllBytes(), UTF_8)
          .replace("NAMESPACE", namespace);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
