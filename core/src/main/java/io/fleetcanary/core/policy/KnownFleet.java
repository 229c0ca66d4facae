package io.fleetcanary.core.policy;

import io.fleetcanary.core.fleet.KnownCluster;
import java.util.List;

/**
 * What a worker knows.
 *
 * @param clusters in the order in which selected ones start
 * @param policy what is allowed there
 */
public record KnownFleet(List<KnownCluster> clusters, Policy policy) {
  public KnownFleet {
    clusters = List.copyOf(clusters);
  }

  /** Where everything is allowed. */
  public KnownFleet(List<KnownCluster> clusters) {
    this(clusters, Policy.NONE);
  }
}
