package io.fleetcanary.lab.scene;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fleetcanary.workflow.Payloads;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a scene's canary has in a cluster at this moment, in the API server's own words. */
record CanarySeen(KubernetesClient admin, String namespace) {
  static CanarySeen in(Scene scene, String cluster) {
    return new CanarySeen(scene.fleet().admin(cluster), scene.namespace());
  }

  /** {@code 2 of 2 pods ready, chat 60, chat-canary 40}. */
  String pods() {
    List<Pod> pods =
        admin
            .pods()
            .inNamespace(namespace)
            .withLabel("fleetcanary.io/track", "canary")
            .list()
            .getItems();
    long ready = pods.stream().filter(Readiness.getInstance()::isReady).count();
    return "%d of %d pods ready, %s".formatted(ready, wanted(), weights());
  }

  private int wanted() {
    return admin
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("chat-canary")
        .require()
        .getSpec()
        .getReplicas();
  }

  private String weights() {
    JsonNode spec =
        Payloads.mapper()
            .valueToTree(
                admin
                    .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                    .inNamespace(namespace)
                    .withName("chat")
                    .require()
                    .getAdditionalProperties()
                    .get("spec"));
    return StreamSupport.stream(spec.at("/rules/0/backendRefs").spliterator(), false)
        .map(backend -> backend.path("name").asText() + " " + backend.path("weight").asInt())
        .collect(Collectors.joining(", "));
  }
}
