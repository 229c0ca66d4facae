package io.fleetcanary.core.fleet;

import java.util.List;

/**
 * What a plan must know of a cluster that was looked at.
 *
 * @param container the container that will change; empty when there is a problem
 * @param stable its figures
 * @param routes names of those that send requests to the Service
 * @param problems each {@code rule; fix}; any refuses the rollout
 * @param identity what tells its workload from that of any other cluster; may be empty
 * @param scaler the autoscaler of its workload
 */
public record SurveyedCluster(
    String name,
    String container,
    StableSeen stable,
    List<String> routes,
    List<String> problems,
    String identity,
    ScalerRef scaler) {
  /** Whose identity is not known, and whose workload nothing scales. */
  public SurveyedCluster(
      String name,
      String container,
      StableSeen stable,
      List<String> routes,
      List<String> problems) {
    this(name, container, stable, routes, problems, "", ScalerRef.NONE);
  }

  public SurveyedCluster {
    routes = List.copyOf(routes);
    problems = List.copyOf(problems);
  }
}
