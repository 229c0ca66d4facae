package io.fleetcanary.lab.embedded.gateway;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteStatusBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.embedded.control.Controller;
import io.fleetcanary.lab.embedded.control.EndpointSlices;
import io.fleetcanary.lab.embedded.control.JsonPatch;
import io.fleetcanary.lab.embedded.control.Snapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells the gateway what the routes say, the oldest first, and every route whether it was accepted.
 * A route that asks for more than paths, exact headers, and headers to be set is not.
 */
public final class Routes implements Controller {
  private static final String CONTROLLER = "fleetcanary.io/embedded-gateway";
  private static final String NOT_UNDERSTOOD = "UnsupportedValue";

  private final KubernetesClient client;
  private final Gateway gateway;

  public Routes(KubernetesClient client, Gateway gateway) {
    this.client = client;
    this.gateway = gateway;
  }

  @Override
  public void reconcile(Snapshot seen) {
    gateway.obey(
        seen.routes().stream()
            .filter(Routes::understood)
            .sorted((one, other) -> age(one).compareTo(age(other)))
            .flatMap(route -> route.getSpec().getRules().stream().map(it -> rule(it, route, seen)))
            .sorted(Rule.PRECEDENCE)
            .toList());
    seen.routes().forEach(route -> tell(route, seen));
  }

  private static String age(HTTPRoute route) {
    return route.getMetadata().getCreationTimestamp() + route.getMetadata().getName();
  }

  private static boolean understood(HTTPRoute route) {
    return route.getSpec().getRules().stream().allMatch(Routes::understood);
  }

  private static boolean understood(HTTPRouteRule rule) {
    return rule.getMatches().size() <= 1
        && rule.getMatches().stream().allMatch(Routes::understood)
        && rule.getFilters().stream().allMatch(Routes::setsHeaders)
        && rule.getBackendRefs().stream().allMatch(ref -> ref.getFilters().isEmpty());
  }

  private static boolean understood(HTTPRouteMatch match) {
    return match.getHeaders().stream().allMatch(header -> "Exact".equals(header.getType()))
        && match.getQueryParams().isEmpty()
        && match.getMethod() == null
        && (match.getPath() == null || "PathPrefix".equals(match.getPath().getType()));
  }

  private static boolean setsHeaders(HTTPRouteFilter filter) {
    return filter.getRequestHeaderModifier() != null
        && filter.getRequestHeaderModifier().getAdd().isEmpty()
        && filter.getRequestHeaderModifier().getRemove().isEmpty();
  }

  private static Rule rule(HTTPRouteRule rule, HTTPRoute route, Snapshot seen) {
    SortedMap<String, String> asked = new TreeMap<>();
    SortedMap<String, String> set = new TreeMap<>();
    rule.getMatches().stream()
        .flatMap(match -> match.getHeaders().stream())
        .forEach(header -> asked.put(header.getName(), header.getValue()));
    rule.getFilters().stream()
        .flatMap(filter -> filter.getRequestHeaderModifier().getSet().stream())
        .forEach(header -> set.put(header.getName(), header.getValue()));
    List<Backend> backends =
        rule.getBackendRefs().stream().map(ref -> backend(ref, route, seen)).toList();
    return new Rule(path(rule), new Headers(asked), new Headers(set), backends);
  }

  private static String path(HTTPRouteRule rule) {
    return rule.getMatches().stream()
        .flatMap(match -> Optional.ofNullable(match.getPath()).stream())
        .map(path -> path.getValue())
        .findFirst()
        .orElse("/");
  }

  private static List<HTTPBackendRef> refs(HTTPRoute route) {
    return route.getSpec().getRules().stream()
        .flatMap(rule -> rule.getBackendRefs().stream())
        .toList();
  }

  private static Backend backend(HTTPBackendRef ref, HTTPRoute route, Snapshot seen) {
    return new Backend(
        namespace(ref, route) + "/" + ref.getName(),
        Optional.ofNullable(ref.getWeight()).orElse(1),
        exists(ref, route, seen),
        endpoints(ref, route, seen));
  }

  private static String namespace(HTTPBackendRef ref, HTTPRoute route) {
    return Objects.requireNonNullElse(ref.getNamespace(), route.getMetadata().getNamespace());
  }

  private static boolean exists(HTTPBackendRef ref, HTTPRoute route, Snapshot seen) {
    return seen.services().stream()
        .map(Service::getMetadata)
        .anyMatch(
            service ->
                service.getName().equals(ref.getName())
                    && service.getNamespace().equals(namespace(ref, route)));
  }

  private static List<String> endpoints(HTTPBackendRef ref, HTTPRoute route, Snapshot seen) {
    return seen.slices().stream()
        .filter(slice -> slice.getMetadata().getNamespace().equals(namespace(ref, route)))
        .filter(
            slice ->
                ref.getName().equals(slice.getMetadata().getLabels().get(EndpointSlices.SERVICE)))
        .flatMap(slice -> slice.getEndpoints().stream())
        .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()))
        .map(Endpoint::getTargetRef)
        .map(pod -> pod.getUid())
        .toList();
  }

  private void tell(HTTPRoute route, Snapshot seen) {
    Condition accepted =
        understood(route)
            ? condition(route, "Accepted", "True", "Accepted")
            : condition(route, "Accepted", "False", NOT_UNDERSTOOD);
    boolean resolved =
        !understood(route) || refs(route).stream().allMatch(ref -> exists(ref, route, seen));
    Condition resolvedRefs =
        resolved
            ? condition(route, "ResolvedRefs", "True", "ResolvedRefs")
            : condition(route, "ResolvedRefs", "False", "BackendNotFound");
    HTTPRouteStatus status = status(route, List.of(accepted, resolvedRefs));
    if (!status.equals(route.getStatus())) {
      JsonPatch.setStatus(client.resource(route), status);
    }
  }

  private static HTTPRouteStatus status(HTTPRoute route, List<Condition> conditions) {
    List<RouteParentStatus> parents =
        route.getSpec().getParentRefs().stream()
            .map(
                parent ->
                    new RouteParentStatusBuilder()
                        .withParentRef(parent)
                        .withControllerName(CONTROLLER)
                        .withConditions(conditions)
                        .build())
            .toList();
    return new HTTPRouteStatusBuilder().withParents(parents).build();
  }

  private static Condition condition(HTTPRoute route, String type, String status, String reason) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(
            reason.equals(NOT_UNDERSTOOD) ? "only paths, exact headers, and headers to set" : "")
        .withObservedGeneration(route.getMetadata().getGeneration())
        .withLastTransitionTime(since(route, type, status).orElse(now))
        .build();
  }

  private static Optional<String> since(HTTPRoute route, String type, String status) {
    return Optional.ofNullable(route.getStatus()).stream()
        .flatMap(known -> known.getParents().stream())
        .flatMap(parent -> parent.getConditions().stream())
        .filter(known -> type.equals(known.getType()) && status.equals(known.getStatus()))
        .map(Condition::getLastTransitionTime)
        .findFirst();
  }
}
