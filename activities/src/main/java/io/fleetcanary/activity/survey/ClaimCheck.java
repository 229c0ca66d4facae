package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.scaler.Autoscaler;
import io.fleetcanary.activity.survey.LedgerLook.Said;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.fleet.BadRevisions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether another rollout is at work, by its claims, its ledger and what it left; what failed. */
final class ClaimCheck {
  private final Sight sight;
  private final Remarks remarks;

  ClaimCheck(Sight sight, Remarks remarks) {
    this.sight = sight;
    this.remarks = remarks;
  }

  void check(Optional<List<Said>> ledger) {
    List<Said> said = ledger.orElse(List.of());
    checkClaims(said);
    checkLeftovers();
    said.forEach(it -> checkRevision(it.bad()));
  }

  /** What failed here once is released again only by somebody who knows it. */
  private void checkRevision(BadRevisions bad) {
    bad.of(sight.request().digest())
        .ifPresent(
            failed ->
                remarks.problem(
                    "revision must not be one that failed here, got "
                        + failed.name()
                        + " of rollout "
                        + failed.rollout()
                        + ": "
                        + failed.why(),
                    "release another one, or start this with --again, in a spec again: true"));
  }

  /** The mark of a rollout that has ended is none. */
  private void checkClaims(List<Said> said) {
    Stream<String> owners = said.stream().flatMap(it -> it.owner().stream());
    Stream<String> marks =
        objects()
            .flatMap(object -> claim(object).stream())
            .filter(rollout -> said.stream().noneMatch(it -> it.ended().remembers(rollout)));
    Stream.concat(owners, marks)
        .distinct()
        .forEach(
            owner ->
                remarks.problem(
                    "Service "
                        + sight.request().service()
                        + " must not be claimed, got rollout "
                        + owner,
                    "wait until it has ended"));
  }

  private void checkLeftovers() {
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
