package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.client.Connection;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import java.io.File;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The clusters of a worker by name, one client each, opened when first needed. A client never
 * retries by itself: Temporal does, and every attempt looks again before it writes. What an API
 * server says of when to come again is kept to.
 */
public final class Clusters implements AutoCloseable {
  /** A reachable API server answers a handshake at once; anything else is to be reported. */
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private static final Duration REQUEST = Duration.ofSeconds(10);

  private final SortedMap<String, ApiAccess> access = new TreeMap<>();
  private final ConcurrentMap<String, Connection> open = new ConcurrentHashMap<>();

  public Clusters(FleetInventory inventory) {
    for (ClusterEntry cluster : inventory.clusters()) {
      access.put(cluster.name(), cluster.access());
    }
  }

  /**
   * The client of a cluster, not to be closed, and not to be kept: when its credentials are
   * replaced, there is another one.
   *
   * @throws IllegalStateException if this worker does not know the cluster; one with another fleet
   *     file may, so trying again is right
   */
  public KubernetesClient client(String cluster) {
    return open.computeIfAbsent(cluster, this::connect).client();
  }

  private Connection connect(String cluster) {
    ApiAccess how = access.get(cluster);
    if (how == null) {
      throw new IllegalStateException(
          "cluster must be in this worker's fleet file, which has "
              + access.keySet()
              + ", got "
              + cluster);
    }
    return new Connection(() -> settings(how), source(how), REQUEST);
  }

  /**
   * Over HTTP/1.1, where a call that is given up takes its connection with it. Over HTTP/2 all
   * calls share one, and one that a firewall has forgotten would be used for minutes, call after
   * call. A watch that ends is not opened again behind anybody's back.
   */
  private static Config settings(ApiAccess how) {
    Config config =
        new ConfigBuilder(config(how))
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(Math.toIntExact(CONNECT.toMillis()))
            .withRequestTimeout(Math.toIntExact(REQUEST.toMillis()))
            .withHttp2Disable(true)
            .withWatchReconnectLimit(0)
            .build();
    config.setUserAgent(Labels.MANAGER);
    return config;
  }

  private static String source(ApiAccess how) {
    return switch (how) {
      case ApiAccess.InCluster inside -> "the pod's service account";
      case ApiAccess.Kubeconfig file -> "kubeconfig " + file.file();
    };
  }

  private static Config config(ApiAccess how) {
    return switch (how) {
      case ApiAccess.InCluster inside -> Config.autoConfigure(null);
      case ApiAccess.Kubeconfig file ->
          Config.fromKubeconfig(file.context(), new File(file.file()));
    };
  }

  @Override
  public void close() {
    open.values().forEach(Connection::close);
    open.clear();
  }
}
