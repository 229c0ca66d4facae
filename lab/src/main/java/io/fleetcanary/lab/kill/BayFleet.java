package io.fleetcanary.lab.kill;

import io.fabric8.kubernetes.client.Config;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.bench.stand.StandCluster;
import io.fleetcanary.lab.kill.call.Doors;
import io.fleetcanary.lab.real.Credentials.User;
import io.fleetcanary.workflow.TaskQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** The clusters of a stand as a worker knows them that reaches them through doors. */
record BayFleet(Stand stand, Doors doors, Path folder) {
  /** Opens the doors; the worker's credentials go through them. */
  static FleetInventory of(Stand stand, Doors doors, Path folder) {
    BayFleet fleet = new BayFleet(stand, doors, folder);
    return new FleetInventory(
        List.of(
            fleet.entry(Reference.FIRST, stand.clusters().get(0)),
            fleet.entry(Reference.SECOND, stand.clusters().get(1))));
  }

  private ClusterEntry entry(String name, StandCluster cluster) {
    Config direct = Config.fromKubeconfig(cluster.cluster().kubeconfig(User.ORCHESTRATOR).toFile());
    Path kubeconfig = kubeconfig(name, doors.api(name, direct), token(direct));
    URI prometheus = doors.prometheus(name, stand.prometheus().uri());
    return new ClusterEntry(
        name,
        new TreeMap<>(),
        new ApiAccess.Kubeconfig(kubeconfig.toString(), name),
        new PrometheusAccess(
            prometheus.toString(), "cluster=\"%s\"".formatted(cluster.name()), "pod"),
        TaskQueues.CENTRAL);
  }

  private static String token(Config config) {
    return Objects.requireNonNullElseGet(
        config.getAutoOAuthToken(), () -> Objects.requireNonNull(config.getOauthToken()));
  }

  private Path kubeconfig(String name, URI api, String token) {
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: %1$s
        clusters: [{name: %1$s, cluster: {server: "%2$s"}}]
        users: [{name: worker, user: {token: "%3$s"}}]
        contexts: [{name: %1$s, context: {cluster: %1$s, user: worker}}]
        """
            .formatted(name, api, token);
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(name + ".kubeconfig"), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
