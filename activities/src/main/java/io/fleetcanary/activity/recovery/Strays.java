package io.fleetcanary.activity.recovery;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.Claims;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.ClusterObject.Whose;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.workload.Replicas;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.Decision.Done;
import io.fleetcanary.core.claim.Decision.Fenced;
import io.fleetcanary.core.claim.Decision.Refused;
import io.fleetcanary.core.claim.Decision.Write;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.sweep.LedgerActivities.OneService;
import io.fleetcanary.workflow.sweep.LedgerActivities.Stray;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What creations that reached the API server too late have left in a namespace: a canary's objects
 * that bear the mark of a rollout which has ended.
 */
final class Strays {
  static final Strays NONE = new Strays(List.of(), List.of());

  private final List<Deployment> deployments;
  private final List<Service> services;

  private Strays(List<Deployment> deployments, List<Service> services) {
    this.deployments = deployments;
    this.services = services;
  }

  /** Looks at the canaries there are; whose they are is for the ledgers to say, read after them. */
  static Strays in(KubernetesClient client, String namespace) {
    return new Strays(
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withLabels(Labels.OF_CANARIES)
            .list()
            .getItems(),
        client.services().inNamespace(namespace).withLabels(Labels.OF_CANARIES).list().getItems());
  }

  /** Those of one service. */
  List<Stray> of(OneService one, LedgerState ledger) {
    String name = ClusterPlan.canaryOf(one.service());
    boolean idle = deployments.stream().filter(each -> named(each, name)).allMatch(Strays::idle);
    return Stream.<HasMetadata>concat(deployments.stream(), services.stream())
        .filter(each -> named(each, name))
        .flatMap(each -> stray(one, each, idle, ledger).stream())
        .toList();
  }

  private static Optional<Stray> stray(
      OneService one, HasMetadata object, boolean idle, LedgerState ledger) {
    Optional<Claim> mark = Labels.claim(object, one.service());
    Decision<Optional<Claim>> decision = ObjectRules.sweep(new Seen(true, mark, idle), ledger);
    boolean left =
        switch (decision) {
          case Write<Optional<Claim>> write -> true;
          case Fenced<Optional<Claim>> fenced -> fenced.why() == Fence.CHANGED;
          case Done<Optional<Claim>> done -> false;
          case Refused<Optional<Claim>> refused -> false;
        };
    return left
        ? mark.map(
            it ->
                new Stray(
                    one, object.getKind(), object.getMetadata().getName(), it.rollout(), idle))
        : Optional.empty();
  }

  /**
   * Removes one by the rule by which it was found, on what is there now.
   *
   * @return whether it does not exist any more
   */
  static boolean remove(KubernetesClient client, Stray stray) {
    OneService one = stray.of();
    ClusterObject<Deployment> deployment =
        new ClusterObject<>(
            client.apps().deployments().inNamespace(one.namespace()),
            client.getKubernetesSerialization(),
            Whose.OURS,
            "Deployment",
            ClusterPlan.canaryOf(one.service()));
    ClusterObject<Service> service =
        new ClusterObject<>(
            client.services().inNamespace(one.namespace()),
            client.getKubernetesSerialization(),
            Whose.OURS,
            "Service",
            ClusterPlan.canaryOf(one.service()));
    LedgerBook book = new LedgerBook(client, one.namespace(), one.service());
    Claims claims = new Claims(book::read, one.service());
    Optional<Stop> kept =
        stray.kind().equals("Service")
            ? claims.remove(
                service,
                ObjectRules::sweep,
                seen -> deployment.read().map(Strays::idle).orElse(true))
            : claims.remove(deployment, ObjectRules::sweep, Strays::idle);
    return kept.isEmpty();
  }

  private static boolean idle(Deployment canary) {
    return Replicas.of(canary) == 0;
  }

  private static boolean named(HasMetadata object, String name) {
    return object.getMetadata().getName().equals(name);
  }
}
