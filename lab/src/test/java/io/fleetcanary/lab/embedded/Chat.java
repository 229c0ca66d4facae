package io.fleetcanary.lab.embedded;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.lab.dataplane.Nodes;
import io.fleetcanary.lab.embedded.control.JsonPatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The service of a cluster as a person handles it, with a canary made by hand. */
final class Chat {
  static final String STABLE = "registry.example/vllm@sha256:" + "1".repeat(64);
  static final String NEXT = "registry.example/vllm@sha256:" + "2".repeat(64);
  private static final String NAMESPACE = "inference";
  private static final String CANARY = "chat-canary";

  private final KubernetesClient client;

  Chat(KubernetesClient client) {
    this.client = client;
  }

  Deployment stable() {
    return deployment("chat").require();
  }

  Deployment canary() {
    return deployment(CANARY).require();
  }

  void setImage(String image) {
    JsonPatch.set(deployment("chat"), "/spec/template/spec/containers/0/image", image);
  }

  /** Whether all pods of stable run its template and are available. */
  boolean complete() {
    Deployment chat = stable();
    return Objects.equals(
            chat.getStatus().getObservedGeneration(), chat.getMetadata().getGeneration())
        && chat.getStatus().getConditions().stream()
            .anyMatch(condition -> "NewReplicaSetAvailable".equals(condition.getReason()));
  }

  void createCanary(int replicas, String gpus) {
    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName(CANARY)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", CANARY)
                .addNewPort()
                .withPort(80)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build())
        .create();
    client.resource(canary(replicas, gpus)).create();
  }

  void removeCanary() {
    deployment(CANARY).delete();
    client.services().inNamespace(NAMESPACE).withName(CANARY).delete();
  }

  void weigh(int stable, int canary) {
    List<Map<String, Object>> refs =
        List.of(
            Map.of("name", "chat", "port", 80, "weight", stable),
            Map.of("name", CANARY, "port", 80, "weight", canary));
    JsonPatch.set(
        client
            .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
            .inNamespace(NAMESPACE)
            .withName("chat"),
        "/spec/rules/0/backendRefs",
        refs);
  }

  boolean accepted() {
    return holds("Accepted");
  }

  boolean resolved() {
    return holds("ResolvedRefs");
  }

  List<Pod> pods(String app) {
    return client.pods().inNamespace(NAMESPACE).withLabel("app", app).list().getItems();
  }

  EndpointSlice slice(String service) {
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(NAMESPACE)
        .withLabel("kubernetes.io/service-name", service)
        .list()
        .getItems()
        .getFirst();
  }

  void addGpus(Quantity gpus) {
    Resource<?> node = client.nodes().withName("gpu-1");
    JsonPatch.set(node, "/status/allocatable/nvidia.com~1gpu", gpus);
  }

  private boolean holds(String type) {
    HTTPRoute route =
        client.resources(HTTPRoute.class).inNamespace(NAMESPACE).withName("chat").require();
    return route.getStatus().getParents().getFirst().getConditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(Condition::getObservedGeneration)
        .anyMatch(seen -> seen.equals(route.getMetadata().getGeneration()));
  }

  private Resource<Deployment> deployment(String name) {
    return client.apps().deployments().inNamespace(NAMESPACE).withName(name);
  }

  private static Deployment canary(int replicas, String gpus) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(CANARY)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", CANARY)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", CANARY)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("server")
        .withImage(NEXT)
        .withNewResources()
        .addToRequests(Nodes.GPU, new Quantity(gpus))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
