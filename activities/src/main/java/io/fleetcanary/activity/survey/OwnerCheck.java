package io.fleetcanary.activity.survey;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fleetcanary.activity.cluster.Ledger.Floor;
import io.fleetcanary.activity.scaler.Autoscaler;
import io.fleetcanary.activity.workload.Ownership;
import io.fleetcanary.activity.workload.Replicas;
import java.util.List;
import java.util.stream.Stream;

/** Who else writes what a rollout writes: autoscalers, Git, controllers. */
final class OwnerCheck {
  private final Sight sight;
  private final Remarks remarks;

  OwnerCheck(Sight sight, Remarks remarks) {
    this.sight = sight;
    this.remarks = remarks;
  }

  /** Tools that would write the workload, a route, or the autoscaler again. */
  void checkTools() {
    Stream.of(
            sight.workload().stream(),
            sight.routes().stream(),
            sight.stableScalers().stream().map(Autoscaler::object))
        .<HasMetadata>flatMap(each -> each)
        .forEach(
            object ->
                Ownership.of(object)
                    .ifPresent(
                        owner ->
                            remarks.problem(
                                named(object)
                                    + " must not be written by others for now, got "
                                    + owner,
                                "take it out of that tool's hands")));
  }

  /** Autoscalers of stable, of which one can be held, and of the canary, which has none. */
  void checkScalers() {
    sight.scalers().stream()
        .filter(scaler -> scaler.scales(sight.canaryName()))
        .forEach(
            scaler ->
                remarks.problem(
                    scaler.ref() + " must not scale Deployment " + sight.canaryName(),
                    "remove it, the canary follows stable"));
    List<Autoscaler> ofStable = sight.stableScalers();
    if (ofStable.size() > 1) {
      remarks.problem(
          "Deployment "
              + sight.request().workload().name()
              + " must have one autoscaler at most, got "
              + ofStable.stream().map(scaler -> scaler.ref().toString()).collect(joining(", ")),
          "remove all but one");
    } else {
      ofStable.forEach(this::check);
    }
  }

  private void check(Autoscaler scaler) {
    remarks.scaler(scaler.ref());
    if (scaler.idles()) {
      remarks.problem(
          scaler.ref() + " must not have an idleReplicaCount, which would leave stable no pod",
          "remove the field for the rollout");
    }
    sight
        .workload()
        .map(stable -> scaler.floor(Replicas.of(stable)))
        .filter(Floor::raises)
        .ifPresent(
            floor ->
                remarks.warn(
                    scaler.ref() + " keeps at least " + floor.raised() + " pods until the end"));
  }

  private static String named(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
