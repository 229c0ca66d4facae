package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.survey.Reader.Seen;
import io.fleetcanary.activity.traffic.RouteLimits;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.activity.traffic.RouteWeights;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the routes carry the requests, work today, and can be split. */
final class RouteCheck {
  private static final String GATEWAY = "gateway.networking.k8s.io";

  private static final List<Seen> KINDS =
      List.of(
          new Seen("networking.k8s.io", "v1", "Ingress", "ingresses"),
          new Seen(GATEWAY, "v1", "GRPCRoute", "grpcroutes"),
          new Seen(GATEWAY, "v1", "TLSRoute", "tlsroutes"),
          new Seen(GATEWAY, "v1alpha2", "TLSRoute", "tlsroutes"),
          new Seen(GATEWAY, "v1", "TCPRoute", "tcproutes"),
          new Seen(GATEWAY, "v1alpha2", "TCPRoute", "tcproutes"));

  private static final List<String> OPEN = List.of("LoadBalancer", "NodePort");

  private final Sight sight;
  private final Remarks remarks;

  RouteCheck(Sight sight, Remarks remarks) {
    this.sight = sight;
    this.remarks = remarks;
  }

  void check() {
    List<GenericKubernetesResource> routes = sight.routes();
    routes.forEach(this::checkSplit);
    routes.forEach(route -> remarks.route(route.getMetadata().getName()));
    boolean sends = routes.stream().map(RouteWeights::spec).anyMatch(sight.weights()::sends);
    if (!routes.isEmpty() && !sends) {
      remarks.problem(
          "a route rule must send requests to service "
              + sight.request().service()
              + ", got weight 0 or no rule",
          "give it a weight");
    }
    sight.farRoutes().forEach(route -> warn("HTTPRoute " + named(route)));
  }

  private void checkSplit(GenericKubernetesResource route) {
    String which =
        sight.routes().size() == 1 ? "" : "HTTPRoute " + route.getMetadata().getName() + ": ";
    RouteLimits.problems(sight.weights(), RouteWeights.spec(route)).stream()
        .map(problem -> which + problem)
        .forEach(remarks::problem);
    RouteLook.notAccepted(route)
        .ifPresent(
            why -> remarks.problem("a gateway must accept the route, got " + why, "repair it"));
  }

  private static String named(GenericKubernetesResource route) {
    return route.getMetadata().getNamespace() + "/" + route.getMetadata().getName();
  }

  /**
   * How requests reach the Service past its routes: those stay with stable, whatever the weight.
   */
  void checkOtherWays(KubernetesClient client, Reader reader) {
    String namespace = sight.request().namespace();
    KINDS.stream()
        .flatMap(kind -> kind.in(client, namespace, reader).stream())
        .filter(object -> names(object.getAdditionalProperties().get("spec")))
        .map(object -> object.getKind() + " " + object.getMetadata().getName())
        .distinct()
        .forEach(this::warn);
    sight
        .service()
        .map(service -> service.getSpec().getType())
        .filter(OPEN::contains)
        .ifPresent(type -> warn("its type " + type));
  }

  private void warn(String way) {
    remarks.warn(
        way
            + " also leads to Service "
            + sight.request().service()
            + ": what comes that way stays with stable");
  }

  /** Whether a backend, at any depth, is the Service: the kinds differ in where they name it. */
  private boolean names(@Nullable Object tree) {
    return (tree instanceof Map<?, ?> map
            && (backend(map) || map.values().stream().anyMatch(this::names)))
        || (tree instanceof Collection<?> list && list.stream().anyMatch(this::names));
  }

  private boolean backend(Map<?, ?> map) {
    return Stream.of("service", "backendRefs")
        .filter(map::containsKey)
        .map(map::get)
        .flatMap(value -> value instanceof Collection<?> list ? list.stream() : Stream.of(value))
        .anyMatch(
            value ->
                value instanceof Map<?, ?> reference
                    && sight.request().service().equals(reference.get("name")));
  }
}
