package io.fleetcanary.lab.scene;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Moments of a rollout, as its status tells them. */
final class Moments {
  private Moments() {}

  static Predicate<FleetStatus> always() {
    return status -> true;
  }

  static Predicate<FleetStatus> fleet(FleetPhase phase) {
    return status -> status.phase() == phase;
  }

  static Predicate<FleetStatus> in(String cluster, ClusterPhase phase) {
    return where(cluster, status -> status.phase() == phase);
  }

  static Predicate<FleetStatus> bakes(String cluster, int percent) {
    return where(
        cluster,
        status -> status.phase() == ClusterPhase.BAKING && status.set().percent() == percent);
  }

  /** Whatever it does there, this weight was set last. */
  static Predicate<FleetStatus> hasSet(String cluster, int percent) {
    return where(cluster, status -> status.set().percent() == percent);
  }

  static Predicate<FleetStatus> bakesFor(String cluster, Duration time) {
    return where(
        cluster,
        status ->
            status.phase() == ClusterPhase.BAKING
                && status.since().plus(time).isBefore(Instant.now()));
  }

  /** What a cluster says ends like this. */
  static Predicate<FleetStatus> says(String cluster, String ending) {
    return where(cluster, status -> status.reason().endsWith(ending));
  }

  /** It waits for an answer to this gate, hold or question. */
  static Predicate<FleetStatus> asks(String question) {
    return status ->
        status.waitingFor().stream().anyMatch(waiting -> waiting.gate().equals(question));
  }

  private static Predicate<FleetStatus> where(String cluster, Predicate<ClusterStatus> holds) {
    return status ->
        status.waves().stream()
            .flatMap(wave -> wave.clusters().stream())
            .filter(each -> each.cluster().equals(cluster))
            .anyMatch(holds);
  }
}
