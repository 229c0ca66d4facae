package io.fleetcanary.core.plan;

import java.util.List;

/**
 * Clusters released together.
 *
 * @param name also the name of its gate
 * @param clusters in the order they start
 * @param parallel how many are in flight at once, 1 or more
 * @param steps what happens in each of them
 * @param gate what must hold before the next wave
 */
public record Wave(
    String name, List<ClusterTarget> clusters, int parallel, List<Step> steps, Gate gate) {
  public Wave {
    clusters = List.copyOf(clusters);
    steps = List.copyOf(steps);
  }
}
