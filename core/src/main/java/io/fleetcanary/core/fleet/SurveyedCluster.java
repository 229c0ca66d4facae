package io.fleetcanary.core.fleet;

import java.util.List;

/**
 * What a plan must know of a cluster that was looked at.
 *
 * @param container the container that will change; empty when there is a problem
 * @param stable its figures
 * @param problems each {@code rule; fix}; any refuses the rollout
 */
public record SurveyedCluster(
    String name, String container, StableSeen stable, List<String> problems) {
  public SurveyedCluster {
    problems = List.copyOf(problems);
  }
}
