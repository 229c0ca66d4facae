package io.fleetcanary.core.fleet;

import io.fleetcanary.core.spec.RolloutSpec;
import java.util.List;

/**
 * What was written for a wave, and the clusters it takes.
 *
 * @param clusters at least one, in the order they start
 */
public record SelectedWave(RolloutSpec.Wave wave, List<KnownCluster> clusters) {
  public SelectedWave {
    clusters = List.copyOf(clusters);
  }
}
