package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.workload.Replicas;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Ends a rollout in a cluster, kept or put back: the routes as they were, so that nothing points at
 * the canary when it goes; then the canary; then the last marks, with the autoscaler as it was; the
 * ledger is freed last.
 */
final class Releasing {
  private final PlanObjects objects;
  private final Writer writer;
  private final Rule release;
  private final UnaryOperator<Ledger> lesson;

  /**
   * Changes nothing yet.
   *
   * @param lesson what the ledger remembers when it is freed
   */
  Releasing(PlanObjects objects, Writer writer, UnaryOperator<Ledger> lesson) {
    this.objects = objects;
    this.writer = writer;
    this.lesson = lesson;
    this.release = Rule.of(writer, ObjectRules::release);
  }

  Optional<Stop> release() {
    return routes()
        .or(this::canary)
        .or(() -> released(objects.stable()))
        .or(this::scaler)
        .or(this::ledger);
  }

  private Optional<Stop> ledger() {
    return objects.ledger().write(it -> LedgerRules.free(writer, it.state()), lesson);
  }

  private Optional<Stop> routes() {
    return objects.routes().stream().flatMap(route -> release(route).stream()).findFirst();
  }

  private Optional<Stop> release(ClusterObject<GenericKubernetesResource> route) {
    Change<GenericKubernetesResource> restored =
        Change.<GenericKubernetesResource>by(release)
            .wanting((live, ledger) -> restored(route, live, ledger));
    return objects.claims().change(route, restored);
  }

  /** A route that is not ours to put back keeps its canary; it has an owner who is not us now. */
  private Optional<Stop> canary() {
    return Routes.pointsAtCanary(objects)
        ? released(objects.canary()).or(() -> released(objects.canaryService()))
        : emptyCanary()
            .or(() -> objects.claims().remove(objects.canary(), release))
            .or(() -> objects.claims().remove(objects.canaryService(), release));
  }

  private Optional<Stop> scaler() {
    return objects
        .scaler()
        .flatMap(scaler -> objects.claims().change(scaler.object(), scaler.released(release)));
  }

  private <T extends HasMetadata> Optional<Stop> released(ClusterObject<T> object) {
    return objects.claims().change(object, Change.by(release));
  }

  private GenericKubernetesResource restored(
      ClusterObject<GenericKubernetesResource> route,
      GenericKubernetesResource live,
      Ledger ledger) {
    return Routes.with(live, Routes.restored(objects.plan(), route, live, ledger).spec());
  }

  /** Kept canaries are empty already. */
  private Optional<Stop> emptyCanary() {
    Change<Deployment> empty =
        Change.<Deployment>by(Rule.of(writer, ObjectRules::empty))
            .wanting((canary, ledger) -> Replicas.set(canary, 0));
    return objects.claims().change(objects.canary(), empty);
  }
}
