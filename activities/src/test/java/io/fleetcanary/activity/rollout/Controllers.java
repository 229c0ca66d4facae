package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.traffic.RouteLook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What controllers and a gateway would do, at once: pods ready, endpoints there, route accepted.
 */
final class Controllers {
  private final KubernetesClient client;

  Controllers(KubernetesClient client) {
    this.client = client;
  }

  /** Follows a write of this object, {@code <kind> <name>}. */
  void settle(String namespace, String object) {
    switch (object) {
      case "deployments chat" -> deployment(namespace, "chat");
      case "deployments", "deployments chat-canary" -> deployment(namespace, "chat-canary");
      case "httproutes chat", "httproutes chat-internal" -> route(namespace, object);
      default -> {}
    }
  }

  private void deployment(String namespace, String name) {
    Deployment deployment = client.apps().deployments().inNamespace(namespace).withName(name).get();
    if (deployment == null) {
      pods(namespace, name, 0, Map.of());
    } else {
      settle(deployment);
      pods(namespace, name, deployment.getSpec().getReplicas(), labels(deployment));
    }
  }

  private void route(String namespace, String object) {
    accept(
        client
            .genericKubernetesResources(RouteLook.HTTP_ROUTE)
            .inNamespace(namespace)
            .withName(object.substring("httproutes ".length()))
            .require());
  }

  private static Map<String, String> labels(Deployment deployment) {
    return deployment.getSpec().getTemplate().getMetadata().getLabels();
  }

  private void settle(Deployment deployment) {
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      return;
    }
    int replicas = deployment.getSpec().getReplicas();
    long generation = deployment.getMetadata().getGeneration();
    Deployment settled =
        new DeploymentBuilder(deployment)
            .withNewStatus()
            .withObservedGeneration(generation)
            .withReplicas(replicas)
            .withUpdatedReplicas(replicas)
            .withReadyReplicas(replicas)
            .withAvailableReplicas(replicas)
            .endStatus()
            .build();
    if (!settled.getStatus().equals(deployment.getStatus())) {
      client.resource(settled).updateStatus();
    }
  }

  private void pods(String namespace, String owner, int wanted, Map<String, String> labels) {
    List<Pod> pods =
        client.pods().inNamespace(namespace).withLabel("owner", owner).list().getItems();
    if (pods.size() == wanted) {
      return;
    }
    pods.forEach(pod -> client.resource(pod).delete());
    IntStream.range(0, wanted)
        .forEach(n -> client.resource(pod(namespace, owner, n, labels)).create());
    EndpointSlice slice = slice(namespace, owner, wanted);
    client.resource(slice).createOr(existing -> existing.update());
  }

  private static Pod pod(String namespace, String owner, int n, Map<String, String> labels) {
    Map<String, String> owned = new LinkedHashMap<>(labels);
    owned.put("owner", owner);
    return new PodBuilder()
        .withNewMetadata()
        .withName(owner + "-" + n)
        .withNamespace(namespace)
        .withLabels(owned)
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private static EndpointSlice slice(String namespace, String service, int wanted) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName(service)
        .withNamespace(namespace)
        .withLabels(Map.of("kubernetes.io/service-name", service))
        .endMetadata()
        .withAddressType("IPv4")
        .withEndpoints(
            IntStream.range(0, wanted)
                .mapToObj(n -> new EndpointBuilder().withAddresses("10.0.0." + n).build())
                .toList())
        .build();
  }

  private void accept(GenericKubernetesResource route) {
    long generation = route.getMetadata().getGeneration();
    List<Map<String, Object>> conditions =
        Stream.of("Accepted", "ResolvedRefs")
            .map(
                type ->
                    Map.<String, Object>of(
                        "type", type, "status", "True", "observedGeneration", generation))
            .toList();
    Map<String, Object> status = Map.of("parents", List.of(Map.of("conditions", conditions)));
    if (!String.valueOf(status)
        .equals(String.valueOf(route.getAdditionalProperties().get("status")))) {
      route.getAdditionalProperties().put("status", status);
      client.resource(route).updateStatus();
    }
  }
}
