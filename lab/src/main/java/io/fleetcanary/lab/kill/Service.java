package io.fleetcanary.lab.kill;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** The service of one namespace in a cluster, before and after its rollout. */
final class Service {
  /** More than one, so that a rolling update has something to roll. */
  private static final int REPLICAS = 2;

  private static final int READY_SECONDS = 120;
  private static final Duration REST_WITHIN = Duration.ofSeconds(60);

  private Service() {}

  /** Makes it as large as it is to be, and waits for its pods. */
  static void scale(KubernetesClient client, String namespace) {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(Reference.SERVICE)
        .edit(
            chat -> {
              chat.getSpec().setReplicas(REPLICAS);
              return chat;
            });
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(Reference.SERVICE)
        .waitUntilCondition(Service::ready, READY_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits until controllers and kubelets have done all that objects ask for; false if not. */
  static boolean awaitRest(SortedMap<String, KubernetesClient> clusters, String namespace) {
    return Rest.until(
        () -> clusters.values().stream().allMatch(client -> rests(client, namespace)), REST_WITHIN);
  }

  /**
   * Its pods go, in their own time. The namespace stays: to take one away, each kind of object that
   * there is gets asked for and deleted, which costs an API server as much as a third of a rollout.
   */
  static void remove(KubernetesClient client, String namespace) {
    client.apps().deployments().inNamespace(namespace).delete();
  }

  private static boolean rests(KubernetesClient client, String namespace) {
    List<Deployment> deployments =
        client.apps().deployments().inNamespace(namespace).list().getItems();
    List<Pod> pods = client.pods().inNamespace(namespace).list().getItems();
    int wanted = deployments.stream().mapToInt(it -> it.getSpec().getReplicas()).sum();
    return deployments.stream().allMatch(Service::done)
        && pods.size() == wanted
        && pods.stream().allMatch(Readiness.getInstance()::isReady);
  }

  private static boolean done(Deployment deployment) {
    Long seen = deployment.getStatus().getObservedGeneration();
    return seen != null && seen >= deployment.getMetadata().getGeneration();
  }

  private static boolean ready(Deployment chat) {
    Long seen = chat.getStatus().getObservedGeneration();
    return seen != null
        && seen >= chat.getMetadata().getGeneration()
        && Readiness.getInstance().isReady(chat);
  }
}
