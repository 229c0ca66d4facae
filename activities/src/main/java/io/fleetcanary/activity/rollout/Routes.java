package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Routes as the client reads them. */
public final class Routes {
  private Routes() {}

  /** The same route with another spec. */
  public static GenericKubernetesResource with(
      GenericKubernetesResource route, Map<String, Object> spec) {
    Map<String, Object> properties = new LinkedHashMap<>(route.getAdditionalProperties());
    properties.put("spec", spec);
    GenericKubernetesResource changed = new GenericKubernetesResource();
    changed.setApiVersion(route.getApiVersion());
    changed.setKind(route.getKind());
    changed.setMetadata(route.getMetadata());
    changed.setAdditionalProperties(properties);
    return changed;
  }

  /** Whether requests, or a weight of 0, still go by the canary's name. */
  static boolean pointsAtCanary(PlanObjects objects) {
    RouteWeights weights = RouteWeights.of(objects.plan());
    return objects.routes().stream()
        .flatMap(route -> route.read().stream())
        .anyMatch(now -> weights.names(RouteWeights.spec(now)));
  }

  /** The route as it was before; when the ledger is lost, at least without our canary. */
  public static RouteWeights.Restored restored(
      ClusterPlan plan,
      ClusterObject<GenericKubernetesResource> route,
      GenericKubernetesResource now,
      Ledger ledger) {
    Map<String, Object> live = RouteWeights.spec(now);
    Map<String, Object> before =
        ledger.originals().flatMap(originals -> originals.route(route.name())).orElse(live);
    return RouteWeights.of(plan).restored(live, before);
  }

  /** A route to the Service that the plan does not know would send requests past the canary. */
  static Optional<Stop> unplanned(PlanObjects objects) {
    RouteWeights weights = RouteWeights.of(objects.plan());
    return objects
        .client()
        .genericKubernetesResources(RouteLook.HTTP_ROUTE)
        .inNamespace(objects.plan().namespace())
        .list()
        .getItems()
        .stream()
        .filter(weights::concerns)
        .map(route -> route.getMetadata().getName())
        .filter(name -> !objects.plan().routes().contains(name))
        .<Stop>map(
            name ->
                new Stop.Foreign(
                    "HTTPRoute " + name,
                    "leads to the Service and is newer than the plan; start again"))
        .findFirst();
  }
}
