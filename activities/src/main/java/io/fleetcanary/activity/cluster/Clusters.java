package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fleetcanary.activity.client.Respite;
import io.fleetcanary.activity.client.WholeAnswer;
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

  /**
   * One for all clients: what it learns about Kubernetes' types takes 4 MiB and a second of a
   * processor, which a hundred clusters need once and not a hundred times.
   */
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private final SortedMap<String, ApiAccess> access = new TreeMap<>();
  private final ConcurrentMap<String, KubernetesClient> open = new ConcurrentHashMap<>();

  public Clusters(FleetInventory inventory) {
    for (ClusterEntry cluster : inventory.clusters()) {
      access.put(cluster.name(), cluster.access());
    }
  }

  /**
   * The client of a cluster, not to be closed.
   *
   * @throws IllegalStateException if this worker does not know the cluster; one with another fleet
   *     file may, so trying again is right
   */
  public KubernetesClient client(String cluster) {
    return open.computeIfAbsent(cluster, this::connect);
  }

  /**
   * Over HTTP/1.1, where a call that is given up takes its connection with it. Over HTTP/2 all
   * calls share one, and one that a firewall has forgotten would be used for minutes, call after
   * call.
   */
  private KubernetesClient connect(String cluster) {
    ApiAccess how = access.get(cluster);
    if (how == null) {
      throw new IllegalStateException(
          "cluster must be in this worker's fleet file, which has "
              + access.keySet()
              + ", got "
              + cluster);
    }
    Config config =
        new ConfigBuilder(config(how))
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(Math.toIntExact(CONNECT.toMillis()))
            .withRequestTimeout(Math.toIntExact(REQUEST.toMillis()))
            .withHttp2Disable(true)
            .build();
    config.setUserAgent(Labels.MANAGER);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(SERIALIZATION)
        .withHttpClientBuilderConsumer(
            http ->
                http.addOrReplaceInterceptor("respite", new Respite())
                    .addOrReplaceInterceptor("whole", new WholeAnswer(REQUEST)))
        .build();
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
    open.values().forEach(KubernetesClient::close);
    open.clear();
  }
}
