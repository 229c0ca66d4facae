package io.fleetcanary.core.plan;

import io.fleetcanary.core.fleet.ScalerRef;
import java.util.List;
import java.util.Objects;

/**
 * One cluster of a wave.
 *
 * @param name a DNS label from the worker's fleet file
 * @param taskQueue where its activities run; the way back runs on {@link #rollbackQueue}
 * @param routes all that send requests to the Service, by name; empty before it was surveyed
 * @param identity what tells its workload from that of any other cluster: the uid that its API
 *     server gave it; empty when nobody has looked
 * @param scaler the autoscaler of its workload
 */
public record ClusterTarget(
    String name, String taskQueue, List<String> routes, String identity, ScalerRef scaler) {
  public ClusterTarget {
    routes = List.copyOf(Objects.requireNonNullElse(routes, List.of()));
    identity = Objects.requireNonNullElse(identity, "");
    scaler = Objects.requireNonNullElse(scaler, ScalerRef.NONE);
  }

  /** Whose workload nothing scales. */
  public ClusterTarget(String name, String taskQueue, List<String> routes, String identity) {
    this(name, taskQueue, routes, identity, ScalerRef.NONE);
  }

  /** Whose identity nobody asks for. */
  public ClusterTarget(String name, String taskQueue, List<String> routes) {
    this(name, taskQueue, routes, "");
  }

  /** Before it was surveyed. */
  public ClusterTarget(String name, String taskQueue) {
    this(name, taskQueue, List.of());
  }

  /** Reserved for the way back, so that work going forward can never delay it. */
  public String rollbackQueue() {
    return taskQueue + "-rollback";
  }
}
