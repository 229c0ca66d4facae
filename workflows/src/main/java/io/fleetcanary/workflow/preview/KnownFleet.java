package io.fleetcanary.workflow.preview;

import io.fleetcanary.core.fleet.KnownCluster;
import java.util.List;

/** The clusters that the central worker knows, in the order of its fleet file. */
public record KnownFleet(List<KnownCluster> clusters) {
  public KnownFleet {
    clusters = List.copyOf(clusters);
  }
}
