package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.scaler.Autoscaler;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what is to be seen of one service in one cluster. */
final class SightReader {
  private static final Right SCALERS = new Right("autoscaling", "horizontalpodautoscalers", "list");
  private static final Right ROUTES = new Right("gateway.networking.k8s.io", "httproutes", "list");

  private final KubernetesClient client;
  private final SurveyRequest request;
  private final String namespace;
  private final Reader reader;

  SightReader(KubernetesClient client, SurveyRequest request, Reader reader) {
    this.client = client;
    this.request = request;
    this.namespace = request.namespace();
    this.reader = reader;
  }

  Sight read() {
    Optional<List<Deployment>> deployments =
        reader.list(
            new Right("apps", "deployments", "list"),
            () -> client.apps().deployments().inNamespace(namespace).list().getItems());
    Optional<List<Service>> services =
        reader.list(
            new Right("", "services", "list"),
            () -> client.services().inNamespace(namespace).list().getItems());
    Optional<List<Pod>> pods =
        reader.list(
            new Right("", "pods", "list"),
            () -> client.pods().inNamespace(namespace).list().getItems());
    Optional<List<GenericKubernetesResource>> routes = routes();
    return new Sight(
        request,
        reader.required(deployments, "Deployment", request.workload().name()),
        reader.required(services, "Service", request.service()),
        reader.required(routes, "HTTPRoute", request.route().name()),
        others(routes, true),
        others(routes, false),
        pods.orElse(List.of()),
        services.orElse(List.of()),
        leftovers(deployments, services),
        scalers());
  }

  private List<Autoscaler> scalers() {
    Optional<List<Autoscaler>> hpas =
        reader.list(SCALERS, () -> ScalerKind.HPA.in(client, namespace));
    Optional<List<Autoscaler>> keda =
        reader.ifReadable("ScaledObjects", () -> ScalerKind.SCALED_OBJECT.in(client, namespace));
    return Stream.of(hpas, keda).flatMap(Optional::stream).flatMap(List::stream).toList();
  }

  /** Of all namespaces where the worker may see them, else of this one. */
  private Optional<List<GenericKubernetesResource>> routes() {
    Optional<List<GenericKubernetesResource>> everywhere =
        reader.ifReadable(
            "HTTPRoutes of other namespaces",
            () ->
                client
                    .genericKubernetesResources(RouteLook.HTTP_ROUTE)
                    .inAnyNamespace()
                    .list()
                    .getItems());
    return everywhere.isPresent()
        ? everywhere
        : reader.list(
            ROUTES,
            () ->
                client
                    .genericKubernetesResources(RouteLook.HTTP_ROUTE)
                    .inNamespace(namespace)
                    .list()
                    .getItems());
  }

  private List<GenericKubernetesResource> others(
      Optional<List<GenericKubernetesResource>> routes, boolean here) {
    RouteWeights weights = new RouteWeights(namespace, request.service());
    return routes.orElse(List.of()).stream()
        .filter(weights::concerns)
        .filter(route -> route.getMetadata().getNamespace().equals(namespace) == here)
        .filter(route -> !here || !route.getMetadata().getName().equals(request.route().name()))
        .sorted(Comparator.comparing(route -> route.getMetadata().getName()))
        .toList();
  }

  private List<HasMetadata> leftovers(
      Optional<List<Deployment>> deployments, Optional<List<Service>> services) {
    String canary = ClusterPlan.canaryOf(request.service());
    return Stream.<Optional<? extends HasMetadata>>of(
            reader.named(deployments, canary), reader.named(services, canary))
        .<HasMetadata>flatMap(Optional::stream)
        .toList();
  }
}
