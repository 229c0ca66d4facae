package io.fleetcanary.lab.bench.floor;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fleetcanary.activity.traffic.RouteLook;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One cluster's release, write for write as the product makes it: claim, steps, promotion,
 * settling, keeping. It reads only what it must wait for, proves nothing and remembers nothing.
 */
record FloorRelease(KubernetesClient client, String namespace) {
  private static final String MARK = "{\"metadata\":{\"annotations\":{\"floor\":\"%s\"}}}";
  private static final String SCALE =
      "{\"metadata\":{\"annotations\":{\"floor\":\"%d\"}},\"spec\":{\"replicas\":%d}}";
  private static final String RESTORED =
      """
      {"spec":{"rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/"}}],"backendRefs":[
        {"group":"","kind":"Service","name":"chat","port":80,"weight":1}]}]}}
      """;
  private static final long SECONDS = 60;

  void run(String image, int steps) {
    claim(image);
    for (int step = 1; step <= steps; step++) {
      patch(canary(), SCALE.formatted(step, 1));
      await(canary());
      weigh(100 * step / (steps + 1));
    }
    promote(image);
    weigh(0);
    patch(canary(), SCALE.formatted(steps + 1, 0));
    keep();
  }

  private void claim(String image) {
    note("claimed");
    Deployment stable = Objects.requireNonNull(stable().get());
    client.resource(canary(stable, image)).create();
    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName("chat-canary")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "chat-canary")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build())
        .create();
    patch(route(), MARK.formatted("claimed"));
    patch(stable(), MARK.formatted("claimed"));
  }

  private static Deployment canary(Deployment stable, String image) {
    return new DeploymentBuilder(stable)
        .withNewMetadata()
        .withName("chat-canary")
        .withNamespace(stable.getMetadata().getNamespace())
        .endMetadata()
        .editSpec()
        .withReplicas(0)
        .withNewSelector()
        .addToMatchLabels("app", "chat-canary")
        .endSelector()
        .editTemplate()
        .editMetadata()
        .addToLabels("app", "chat-canary")
        .endMetadata()
        .editSpec()
        .editFirstContainer()
        .withImage(image)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .withStatus(null)
        .build();
  }

  private void weigh(int percent) {
    patch(
        route(),
        """
        {"spec":{"rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/"}}],"backendRefs":[
          {"group":"","kind":"Service","name":"chat","port":80,"weight":%d},
          {"group":"","kind":"Service","name":"chat-canary","port":80,"weight":%d}]}]}}
        """
            .formatted(100 - percent, percent));
    route()
        .waitUntilCondition(
            it -> it != null && RouteLook.notAccepted(it).isEmpty(), SECONDS, TimeUnit.SECONDS);
  }

  private void promote(String image) {
    note("promoting");
    patch(
        stable(),
        """
        {"spec":{"template":{"spec":{"containers":[{"name":"server","image":"%s",
          "ports":[{"containerPort":8080,"protocol":"TCP"}]}]}}}}
        """
            .formatted(image));
    await(stable());
  }

  private void keep() {
    note("closed");
    patch(route(), RESTORED);
    canary().delete();
    client.services().inNamespace(namespace).withName("chat-canary").delete();
    patch(stable(), MARK.formatted("free"));
    note("free");
  }

  private void note(String state) {
    Resource<ConfigMap> ledger =
        client.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("floor-chat")
                .withNamespace(namespace)
                .endMetadata()
                .addToData(Map.of("state", state))
                .build());
    if (ledger.get() == null) {
      ledger.create();
    } else {
      ledger.update();
    }
  }

  private static <T extends HasMetadata> void patch(Resource<T> object, String change) {
    object.patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private static void await(Resource<Deployment> deployment) {
    deployment.waitUntilCondition(FloorRelease::settled, SECONDS, TimeUnit.SECONDS);
  }

  private static boolean settled(Deployment deployment) {
    DeploymentStatus status = deployment == null ? null : deployment.getStatus();
    return status != null
        && Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && Objects.equals(status.getReplicas(), 1)
        && Objects.equals(status.getUpdatedReplicas(), 1)
        && Objects.equals(status.getAvailableReplicas(), 1);
  }

  private Resource<Deployment> stable() {
    return client.apps().deployments().inNamespace(namespace).withName("chat");
  }

  private Resource<Deployment> canary() {
    return client.apps().deployments().inNamespace(namespace).withName("chat-canary");
  }

  private Resource<GenericKubernetesResource> route() {
    return client
        .genericKubernetesResources(RouteLook.HTTP_ROUTE)
        .inNamespace(namespace)
        .withName("chat");
  }
}
