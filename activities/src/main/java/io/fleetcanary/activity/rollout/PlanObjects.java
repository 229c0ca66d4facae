package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.activity.cluster.Claims;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.ClusterObject.Whose;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.scaler.NewScaler;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.activity.scaler.ScalerObject;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.core.fleet.ScalerRef;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.List;
import java.util.Optional;

/** The objects that a plan is about, in its cluster. */
public final class PlanObjects {
  private final KubernetesClient client;
  private final ClusterPlan plan;
  private final LedgerBook ledger;
  private final Claims claims;

  public PlanObjects(KubernetesClient client, ClusterPlan plan) {
    this.client = client;
    this.plan = plan;
    this.ledger = new LedgerBook(client, plan.namespace(), plan.service());
    this.claims = new Claims(ledger::read, plan.service());
  }

  KubernetesClient client() {
    return client;
  }

  public ClusterPlan plan() {
    return plan;
  }

  public LedgerBook ledger() {
    return ledger;
  }

  Claims claims() {
    return claims;
  }

  /** Writes that need no look at the ledger, which may be out of reach. */
  Claims claimsUnread() {
    return new Claims(() -> Ledger.UNREADABLE, plan.service());
  }

  public ClusterObject<Deployment> stable() {
    return object(deployments(), Whose.THEIRS, "Deployment", plan.rules().workload().name());
  }

  public ClusterObject<Service> service() {
    return object(services(), Whose.THEIRS, "Service", plan.service());
  }

  /** All that send requests to the Service. */
  public List<ClusterObject<GenericKubernetesResource>> routes() {
    return plan.routes().stream().map(this::route).toList();
  }

  private ClusterObject<GenericKubernetesResource> route(String name) {
    return object(
        client.genericKubernetesResources(RouteLook.HTTP_ROUTE).inNamespace(plan.namespace()),
        Whose.THEIRS,
        "HTTPRoute",
        name);
  }

  /** What scales stable, if anything does. */
  public Optional<ScalerObject> scaler() {
    ScalerRef scaler = plan.cluster().scaler();
    return ScalerKind.of(scaler)
        .map(
            kind ->
                new ScalerObject(
                    kind,
                    object(
                        client
                            .genericKubernetesResources(kind.context())
                            .inNamespace(plan.namespace()),
                        Whose.THEIRS,
                        scaler.kind(),
                        scaler.name())));
  }

  /** What scales stable, or the canary, and is not in the plan. */
  public Optional<Stop> newScaler() {
    return NewScaler.of(client, plan);
  }

  public ClusterObject<Deployment> canary() {
    return object(deployments(), Whose.OURS, "Deployment", plan.canaryName());
  }

  public ClusterObject<Service> canaryService() {
    return object(services(), Whose.OURS, "Service", plan.canaryName());
  }

  private NonNamespaceOperation<Deployment, ?, ? extends Resource<Deployment>> deployments() {
    return client.apps().deployments().inNamespace(plan.namespace());
  }

  private NonNamespaceOperation<Service, ?, ? extends Resource<Service>> services() {
    return client.services().inNamespace(plan.namespace());
  }

  private <T extends HasMetadata> ClusterObject<T> object(
      NonNamespaceOperation<T, ?, ? extends Resource<T>> objects,
      Whose whose,
      String kind,
      String name) {
    return new ClusterObject<>(objects, client.getKubernetesSerialization(), whose, kind, name);
  }
}
