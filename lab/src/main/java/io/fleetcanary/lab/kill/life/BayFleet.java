package io.fleetcanary.lab.kill.life;

import io.fabric8.kubernetes.client.Config;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.bench.stand.StandCluster;
import io.fleetcanary.lab.kill.call.Doors;
import io.fleetcanary.lab.kill.call.Passage;
import io.fleetcanary.lab.real.Credentials.User;
import io.fleetcanary.workflow.TaskQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The clusters of a stand as workers know them that reach them through doors.
 *
 * @param clusters by the names that workers call them
 */
public record BayFleet(Stand stand, SortedMap<String, StandCluster> clusters) {
  public BayFleet {
    clusters = new TreeMap<>(clusters);
  }

  /** What is behind the doors of its workers. */
  public Passage passage() {
    Passage passage = new Passage(stand.temporal().address());
    clusters.forEach(
        (name, cluster) -> passage.lead(name, direct(cluster), stand.prometheus().uri()));
    return passage;
  }

  /**
   * What a worker knows whose doors these are; its credentials are written into a folder.
   *
   * @param folder nobody else's: a worker reads its credentials again and again
   */
  FleetInventory through(Doors doors, Path folder) {
    return new FleetInventory(
        clusters.entrySet().stream()
            .map(it -> entry(it.getKey(), it.getValue(), doors, folder))
            .toList());
  }

  private static ClusterEntry entry(String name, StandCluster cluster, Doors doors, Path folder) {
    Path kubeconfig = folder.resolve(name + ".kubeconfig");
    write(kubeconfig, kubeconfig(name, doors.api(name), token(direct(cluster))));
    return new ClusterEntry(
        name,
        new TreeMap<>(),
        new ApiAccess.Kubeconfig(kubeconfig.toString(), name),
        new PrometheusAccess(
            doors.prometheus(name).toString(), "cluster=\"%s\"".formatted(cluster.name()), "pod"),
        TaskQueues.CENTRAL);
  }

  private static Config direct(StandCluster cluster) {
    return Config.fromKubeconfig(cluster.cluster().kubeconfig(User.ORCHESTRATOR).toFile());
  }

  private static String token(Config config) {
    return Objects.requireNonNullElseGet(
        config.getAutoOAuthToken(), () -> Objects.requireNonNull(config.getOauthToken()));
  }

  private static String kubeconfig(String name, URI api, String token) {
    return """
        apiVersion: v1
        kind: Config
        current-context: %1$s
        clusters: [{name: %1$s, cluster: {server: "%2$s"}}]
        users: [{name: worker, user: {token: "%3$s"}}]
        contexts: [{name: %1$s, context: {cluster: %1$s, user: worker}}]
        """
        .formatted(name, api, token);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
