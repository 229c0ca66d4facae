package io.fleetcanary.lab;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.lab.fault.Cable;
import io.fleetcanary.lab.fault.PrometheusProxy;
import io.fleetcanary.lab.fault.Traps;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A fleet on one machine with a service that answers requests. Embedded or real: the same scenarios
 * run on both.
 */
public interface LabFleet extends AutoCloseable {
  /** How often a fleet's Prometheus scrapes. */
  Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);

  /** Names of the clusters, in the order of the waves. */
  List<String> clusters();

  /** All rights, for the test itself: set up, look, disturb. */
  KubernetesClient admin(String cluster);

  /**
   * What the worker's fleet file says; its credentials have only the rights the docs tell people to
   * grant.
   */
  FleetInventory inventory();

  /** {@code host:port} of the Temporal server. */
  String temporal();

  /** Where callers of the service send their requests in this cluster. */
  URI gateway(String cluster);

  /** Where callers of a service that shares this fleet send theirs, by its namespace. */
  default URI gateway(String cluster, String namespace) {
    return gateway(cluster).resolve("/" + namespace);
  }

  /** Grants the worker in another namespace the rights that the docs tell people to grant. */
  default void admit(String namespace) {}

  /** The line between the worker and a cluster's API server. */
  Cable cable(String cluster);

  /**
   * Where the worker's requests to a cluster's API server can be met by faults.
   *
   * @throws IllegalStateException if this fleet was not started with cables that read
   */
  Traps traps(String cluster);

  /** What stands between the worker and Prometheus. */
  PrometheusProxy prometheus();

  /**
   * How the model servers of this fleet behave, per cluster and image, changeable while running.
   */
  Behaviours behaviours();

  @Override
  void close();
}
