package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.scaler.Autoscaler;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.activity.workload.Selectors;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a survey has seen of the service in one cluster.
 *
 * @param workload stable's Deployment; empty where there is none, or none may be read
 * @param service the Service that callers use, likewise
 * @param route the route that the spec names, likewise
 * @param otherRoutes all further routes of the namespace that send or mirror requests to the
 *     Service
 * @param farRoutes the same of other namespaces
 * @param pods of the namespace
 * @param services of the namespace
 * @param leftovers objects of the canary's name
 * @param scalers all autoscalers of the namespace
 */
record Sight(
    SurveyRequest request,
    Optional<Deployment> workload,
    Optional<Service> service,
    Optional<GenericKubernetesResource> route,
    List<GenericKubernetesResource> otherRoutes,
    List<GenericKubernetesResource> farRoutes,
    List<Pod> pods,
    List<Service> services,
    List<HasMetadata> leftovers,
    List<Autoscaler> scalers) {

  /** All routes of the namespace to the Service, that of the spec first. */
  List<GenericKubernetesResource> routes() {
    return Stream.concat(route.stream(), otherRoutes.stream()).toList();
  }

  /** Autoscalers of stable; KEDA's are known by the ScaledObject that they come from. */
  List<Autoscaler> stableScalers() {
    List<Autoscaler> ofStable =
        scalers.stream().filter(scaler -> scaler.scales(request.workload().name())).toList();
    boolean keda = ofStable.stream().anyMatch(scaler -> scaler.kind() == ScalerKind.SCALED_OBJECT);
    return ofStable.stream().filter(scaler -> !keda || !scaler.madeByKeda()).toList();
  }

  RouteWeights weights() {
    return new RouteWeights(request.namespace(), request.service());
  }

  /** Pods of stable's Deployment. */
  List<Pod> stablePods() {
    return workload
        .map(deployment -> deployment.getSpec().getSelector())
        .map(
            selector ->
                pods.stream()
                    .filter(pod -> Selectors.catches(selector, pod.getMetadata().getLabels()))
                    .toList())
        .orElse(List.of());
  }

  String canaryName() {
    return ClusterPlan.canaryOf(request.service());
  }
}
