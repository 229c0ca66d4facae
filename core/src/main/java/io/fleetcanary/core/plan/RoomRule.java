package io.fleetcanary.core.plan;

import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.fleet.SelectedWave;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.fleet.SurveyedCluster;
import io.fleetcanary.core.spec.RolloutSpec;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster must have room for the largest canary, and for what a rolling update of stable adds
 * while that canary still runs.
 */
final class RoomRule {
  private final RolloutSpec spec;
  private final SortedMap<String, StableSeen> seen = new TreeMap<>();

  RoomRule(RolloutSpec spec, List<SurveyedCluster> surveys) {
    this.spec = spec;
    surveys.forEach(survey -> seen.put(survey.name(), survey.stable()));
  }

  List<Problem> problems(List<SelectedWave> waves) {
    return waves.stream().flatMap(wave -> problems(wave).stream()).toList();
  }

  private List<Problem> problems(SelectedWave wave) {
    TrafficWeight weight = new TrafficWeight(Defaults.steps(spec, wave.wave()).getLast().weight());
    return wave.clusters().stream()
        .filter(cluster -> lacksRoom(seen(cluster.name()), weight))
        .map(cluster -> problem(cluster.name(), seen(cluster.name()), weight))
        .toList();
  }

  private StableSeen seen(String cluster) {
    return seen.getOrDefault(cluster, StableSeen.NOTHING);
  }

  private static boolean lacksRoom(StableSeen stable, TrafficWeight weight) {
    return stable.replicas() > 0 && needed(stable, weight) > stable.room();
  }

  private static int needed(StableSeen stable, TrafficWeight weight) {
    return weight.podsFor(stable.replicas()) + stable.surge();
  }

  private static Problem problem(String cluster, StableSeen stable, TrafficWeight weight) {
    return new Problem(
        "cluster " + cluster,
        "must have room for %d more pods (canary at %s: %d, surge of promotion: %d), got %d: %s"
            .formatted(
                needed(stable, weight),
                weight,
                weight.podsFor(stable.replicas()),
                stable.surge(),
                stable.room(),
                stable.tightest()),
        "make room, or lower the last step's weight");
  }
}
