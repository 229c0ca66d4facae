package io.fleetcanary.activity.cluster;

import io.fleetcanary.core.plan.ClusterTarget;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The clusters a worker knows, as its {@code fleet.yaml} names them. */
public record FleetInventory(List<ClusterEntry> clusters) {
  public FleetInventory {
    clusters = List.copyOf(clusters);
  }

  /**
   * One cluster.
   *
   * @param name a DNS label
   * @param labels what {@code select} matches
   * @param access how to reach its API
   * @param prometheus where its metrics are
   * @param taskQueue where its activities run, the central queue unless it has its own
   */
  public record ClusterEntry(
      String name,
      SortedMap<String, String> labels,
      ApiAccess access,
      PrometheusAccess prometheus,
      String taskQueue) {
    public ClusterEntry {
      labels = new TreeMap<>(labels);
    }

    public ClusterTarget target() {
      return new ClusterTarget(name, taskQueue);
    }
  }

  /** How to reach a Kubernetes API. Credentials stay in the files of this worker. */
  public sealed interface ApiAccess {
    /** A kubeconfig file of the worker's host and one of its contexts. */
    record Kubeconfig(String file, String context) implements ApiAccess {}

    /** The service account of the pod the worker runs in. */
    record InCluster() implements ApiAccess {}
  }

  /**
   * Where a cluster's metrics are.
   *
   * @param url base URL, without {@code /api/v1}
   * @param matcher what tells this cluster's series from others', e.g. {@code cluster="eu-1"}; may
   *     be empty
   * @param podLabel the label that carries the pod's name
   */
  public record PrometheusAccess(String url, String matcher, String podLabel) {}
}
