package io.fleetcanary.recovery;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;

/** The HTTPRoutes of a namespace; none where the cluster has no Gateway API. */
record Routes(List<HTTPRoute> routes) {
  Routes {
    routes = List.copyOf(routes);
  }

  static Routes in(KubernetesClient client, String namespace) {
    try {
      return new Routes(client.resources(HTTPRoute.class).inNamespace(namespace).list().getItems());
    } catch (KubernetesClientException failure) {
      if (failure.getCode() == 404) {
        return new Routes(List.of());
      }
      throw failure;
    }
  }

  /** Names of those that send requests to a Service of this namespace. */
  List<String> to(String service) {
    return routes.stream()
        .filter(
            route ->
                route.getSpec().getRules().stream()
                    .flatMap(rule -> rule.getBackendRefs().stream())
                    .anyMatch(backend -> isService(backend, service)))
        .map(route -> route.getMetadata().getName())
        .toList();
  }

  private static boolean isService(HTTPBackendRef backend, String service) {
    return Objects.requireNonNullElse(backend.getKind(), "Service").equals("Service")
        && backend.getNamespace() == null
        && service.equals(backend.getName());
  }
}
