package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Ledger.Originals;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** Routes as the client reads them. */
final class Routes {
  private Routes() {}

  /** The same route with another spec. */
  static GenericKubernetesResource with(GenericKubernetesResource route, Map<String, Object> spec) {
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
    return objects.route().read().filter(now -> weights.names(RouteWeights.spec(now))).isPresent();
  }

  /** The route as it was before; when the ledger is lost, at least without our canary. */
  static RouteWeights.Restored restored(
      ClusterPlan plan, GenericKubernetesResource route, Ledger ledger) {
    Map<String, Object> live = RouteWeights.spec(route);
    Map<String, Object> before = ledger.originals().map(Originals::route).orElse(live);
    return RouteWeights.of(plan).restored(live, before);
  }
}
