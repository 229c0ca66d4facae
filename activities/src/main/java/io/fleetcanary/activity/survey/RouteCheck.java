package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.activity.traffic.RouteLimits;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.activity.traffic.RouteWeights;

/** Whether one route carries the requests, works today, and can be split. */
final class RouteCheck {
  private final Sight sight;
  private final Remarks remarks;

  RouteCheck(Sight sight, Remarks remarks) {
    this.sight = sight;
    this.remarks = remarks;
  }

  void check() {
    sight.route().ifPresent(this::checkSplit);
    if (!sight.otherRoutes().isEmpty()) {
      String others =
          String.join(", ", sight.otherRoutes().stream().map(RouteCheck::named).toList());
      remarks.problem(
          "only HTTPRoute "
              + sight.request().route().name()
              + " may send requests to Service "
              + sight.request().service()
              + " for now, got also "
              + others,
          "merge them into one");
    }
  }

  private void checkSplit(GenericKubernetesResource route) {
    RouteLimits.problems(sight.weights(), RouteWeights.spec(route)).forEach(remarks::problem);
    RouteLook.notAccepted(route)
        .ifPresent(
            why -> remarks.problem("a gateway must accept the route, got " + why, "repair it"));
  }

  private static String named(GenericKubernetesResource route) {
    return route.getMetadata().getNamespace() + "/" + route.getMetadata().getName();
  }
}
