package io.fleetcanary.lab.story;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.dataplane.Nodes;
import io.fleetcanary.lab.process.Answers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One of several services that share a fleet: {@code chat} in a namespace of its own, on a node of
 * its own in every cluster, behind a path of its own. Nothing that happens to it disturbs another.
 *
 * @param namespace a DNS label; also the name of its node and its path
 * @param image of stable; how it behaves is looked up by it, so let no other tenant have it
 * @param replicas of stable
 * @param gpus of its node; each pod takes one
 */
public record Tenant(String namespace, String image, int replicas, int gpus) {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

  /** Creates it in every cluster and waits until it answers everywhere. */
  public void open(LabFleet fleet) {
    forEach(fleet, this::create);
    fleet.admit(namespace);
    forEach(fleet, this::awaitReady);
    forEach(
        fleet, (in, cluster) -> new Answers(in.gateway(cluster, namespace)).await(ANSWERS_WITHIN));
  }

  /** Takes its route and its pods away, which makes room for others. */
  public void close(LabFleet fleet) {
    forEach(
        fleet,
        (all, cluster) -> {
          KubernetesClient admin = all.admin(cluster);
          objects(admin).stream()
              .filter(object -> !"Namespace".equals(object.getKind()))
              .forEach(object -> admin.resource(object).delete());
        });
  }

  private void create(LabFleet fleet, String cluster) {
    KubernetesClient admin = fleet.admin(cluster);
    Nodes.create(admin, namespace, gpus);
    objects(admin).forEach(object -> admin.resource(object).create());
  }

  private void awaitReady(LabFleet fleet, String cluster) {
    fleet
        .admin(cluster)
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("chat")
        .waitUntilCondition(chat -> Readiness.getInstance().isReady(chat), 60, TimeUnit.SECONDS);
  }

  private List<HasMetadata> objects(KubernetesClient admin) {
    try (InputStream yaml = Tenant.class.getResourceAsStream("tenant.yaml")) {
      String text =
          new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8)
              .replace("NAMESPACE", namespace)
              .replace("IMAGE", image)
              .replace("REPLICAS", String.valueOf(replicas));
      return admin.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).items();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void forEach(LabFleet fleet, Deed deed) {
    CompletableFuture<?>[] all =
        fleet.clusters().stream()
            .map(
                cluster ->
                    CompletableFuture.runAsync(
                        () -> deed.in(fleet, cluster), task -> Thread.ofVirtual().start(task)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(all).join();
  }

  /** What is done in one cluster. */
  private interface Deed {
    void in(LabFleet fleet, String cluster);
  }
}
