package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** An API server with controllers behind it. The worker comes in by the rigged door. */
final class RiggedCluster implements AutoCloseable {
  private final Door back;
  private final KubernetesClient admin;
  private final RiggedDoor door;
  private final Path kubeconfig;
  private final Clusters clusters;

  static RiggedCluster open() {
    try {
      return new RiggedCluster();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private RiggedCluster() throws IOException {
    KubernetesCrudDispatcher server = new KubernetesCrudDispatcher();
    back = new Door(server);
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(back.url()).build();
    admin = new KubernetesClientBuilder().withConfig(config).build();
    door = new RiggedDoor(server, new Controllers(admin));
    kubeconfig = kubeconfig(door.url());
    clusters = new Clusters(inventory());
  }

  private FleetInventory inventory() {
    return new FleetInventory(
        List.of(
            new ClusterEntry(
                "eu-1",
                new TreeMap<>(),
                new ApiAccess.Kubeconfig(kubeconfig.toString(), "eu-1"),
                new PrometheusAccess("http://localhost:1", "", "pod"),
                "fleetcanary")));
  }

  private static Path kubeconfig(String url) throws IOException {
    return Files.writeString(
        Files.createTempFile("kubeconfig", ".yaml"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: eu-1, cluster: {server: "%s"}}]
        users: [{name: worker, user: {token: secret}}]
        contexts: [{name: eu-1, context: {cluster: eu-1, user: worker}}]
        current-context: eu-1
        """
            .formatted(url));
  }

  Clusters clusters() {
    return clusters;
  }

  KubernetesClient admin() {
    return admin;
  }

  RiggedDoor door() {
    return door;
  }

  @Override
  public void close() throws IOException {
    clusters.close();
    admin.close();
    door.close();
    back.close();
    Files.delete(kubeconfig);
  }
}
