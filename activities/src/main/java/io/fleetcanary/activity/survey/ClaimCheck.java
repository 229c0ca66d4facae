package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.scaler.Autoscaler;
import io.fleetcanary.core.claim.Claim;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether another rollout is at work, by its claims, its ledger and what it left. */
final class ClaimCheck {
  private final Sight sight;
  private final Remarks remarks;

  ClaimCheck(Sight sight, Remarks remarks) {
    this.sight = sight;
    this.remarks = remarks;
  }

  void check(Optional<List<String>> ledgerOwner) {
    Stream.concat(
            ledgerOwner.stream().flatMap(List::stream),
            objects().flatMap(object -> claim(object).stream()))
        .distinct()
        .forEach(
            owner ->
                remarks.problem(
                    "Service "
                        + sight.request().service()
                        + " must not be claimed, got rollout "
                        + owner,
                    "wait until it has ended"));
    sight.leftovers().stream()
        .filter(object -> claim(object).isEmpty())
        .forEach(
            object ->
                remarks.problem(
                    object.getKind()
                        + " "
                        + object.getMetadata().getName()
                        + " must not exist, the canary gets that name",
                    "remove or rename it"));
  }

  /** All that a rollout claims, and what it reads only. */
  private Stream<HasMetadata> objects() {
    return Stream.of(
            sight.workload().stream(),
            sight.service().stream(),
            sight.routes().stream(),
            sight.leftovers().stream(),
            sight.stableScalers().stream().map(Autoscaler::object))
        .flatMap(each -> each);
  }

  /** Id of the rollout that claims an object. */
  private Optional<String> claim(HasMetadata object) {
    return Labels.claim(object, sight.request().service()).map(Claim::rollout);
  }
}
