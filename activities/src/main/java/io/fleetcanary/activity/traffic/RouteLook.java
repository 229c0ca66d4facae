package io.fleetcanary.activity.traffic;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether requests really can go where a route sends them. Reads only. */
public final class RouteLook {
  /** The one kind of route we know. */
  public static final ResourceDefinitionContext HTTP_ROUTE =
      new ResourceDefinitionContext.Builder()
          .withGroup("gateway.networking.k8s.io")
          .withVersion("v1")
          .withKind("HTTPRoute")
          .withPlural("httproutes")
          .withNamespaced(true)
          .build();

  private RouteLook() {}

  /**
   * What is still missing before this weight is in effect, one sentence: acceptance of each route's
   * current generation, ready endpoints of stable, and of the canary unless the weight is 0.
   */
  public static Optional<String> missing(
      KubernetesClient client, ClusterPlan plan, TrafficWeight weight) {
    Stream<String> backends =
        weight.equals(TrafficWeight.NONE)
            ? Stream.of(plan.service())
            : Stream.of(plan.service(), plan.canaryName());
    return plan.routes().stream()
        .flatMap(name -> notAccepted(client, plan.namespace(), name).stream())
        .findFirst()
        .or(
            () ->
                backends
                    .filter(service -> readyEndpoints(client, plan.namespace(), service) == 0)
                    .map(service -> "service " + service + " has no ready endpoint")
                    .findFirst());
  }

  private static Optional<String> notAccepted(
      KubernetesClient client, String namespace, String name) {
    GenericKubernetesResource route =
        client.genericKubernetesResources(HTTP_ROUTE).inNamespace(namespace).withName(name).get();
    return route == null ? Optional.of("route " + name + " is gone") : notAccepted(route);
  }

  /** Why no parent accepts the route as it is now; empty when one does. */
  public static Optional<String> notAccepted(GenericKubernetesResource route) {
    long generation = Objects.requireNonNullElse(route.getMetadata().getGeneration(), 0L);
    List<Map<String, Object>> parents =
        Trees.maps(Trees.map(route.getAdditionalProperties(), "status"), "parents");
    List<Optional<String>> answers =
        parents.stream().map(parent -> refusal(parent, generation)).toList();
    return answers.isEmpty()
        ? Optional.of("route " + route.getMetadata().getName() + " has no answer from any gateway")
        : answers.stream()
            .filter(Optional::isEmpty)
            .findFirst()
            .orElseGet(
                () ->
                    answers.getFirst().map(why -> "route " + route.getMetadata().getName() + why));
  }

  private static Optional<String> refusal(Map<String, Object> parent, long generation) {
    return Stream.of("Accepted", "ResolvedRefs")
        .flatMap(type -> refusal(parent, type, generation).stream())
        .findFirst();
  }

  private static Optional<String> refusal(
      Map<String, Object> parent, String type, long generation) {
    Optional<Map<String, Object>> condition =
        Trees.maps(parent, "conditions").stream()
            .filter(each -> type.equals(Trees.text(each, "type", "")))
            .findFirst();
    if (condition.isEmpty()
        || Trees.number(condition.get(), "observedGeneration", 0) < generation) {
      return Optional.of(": its gateway has not yet seen generation " + generation);
    }
    return "True".equals(Trees.text(condition.get(), "status", ""))
        ? Optional.empty()
        : Optional.of(
            ": not "
                + type
                + ": "
                + Trees.text(condition.get(), "reason", "no reason")
                + ": "
                + Trees.text(condition.get(), "message", "no message"));
  }

  /** How many pods behind a Service take requests. */
  public static int readyEndpoints(KubernetesClient client, String namespace, String service) {
    return (int)
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(namespace)
            .withLabel("kubernetes.io/service-name", service)
            .list()
            .getItems()
            .stream()
            .flatMap(slice -> slice.getEndpoints().stream())
            .filter(RouteLook::ready)
            .map(RouteLook::identity)
            .distinct()
            .count();
  }

  /** Unknown counts as ready: so the API defines it. */
  private static boolean ready(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }

  /** A dual-stack Service lists every pod twice. */
  private static Object identity(Endpoint endpoint) {
    return endpoint.getTargetRef() == null
        ? endpoint.getAddresses()
        : endpoint.getTargetRef().getName();
  }
}
