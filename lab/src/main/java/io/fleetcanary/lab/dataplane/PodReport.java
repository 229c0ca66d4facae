package io.fleetcanary.lab.dataplane;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes to the API server what the kubelet knows of a pod, whole and in one patch. */
final class PodReport {
  private static final String HOST = "192.0.2.10";

  private final KubernetesClient client;

  PodReport(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Replaces the status of {@code pod}. The patch names the uid, so a pod of the same name that
   * came later is left alone.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if it was not written
   */
  void write(Pod pod, String ip, PodCondition condition) {
    List<Map<String, Object>> patch =
        List.of(
            Map.of("op", "add", "path", "/metadata/uid", "value", pod.getMetadata().getUid()),
            Map.of("op", "add", "path", "/status", "value", status(pod, ip, condition)));
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch));
  }

  private static PodStatus status(Pod pod, String ip, PodCondition condition) {
    boolean created = condition.running() || condition.last().isPresent();
    return new PodStatusBuilder()
        .withPhase(created ? "Running" : "Pending")
        .withHostIP(HOST)
        .withPodIP(ip)
        .addNewPodIP(ip)
        .withStartTime(pod.getMetadata().getCreationTimestamp())
        .withConditions(conditions(pod, condition.ready()))
        .withContainerStatuses(containers(pod, condition))
        .build();
  }

  /** The scheduler's condition stays; ours keep their time while they keep their status. */
  private static List<io.fabric8.kubernetes.api.model.PodCondition> conditions(
      Pod pod, boolean ready) {
    List<io.fabric8.kubernetes.api.model.PodCondition> conditions =
        new ArrayList<>(pod.getStatus() == null ? List.of() : pod.getStatus().getConditions());
    put(conditions, "PodReadyToStartContainers", true);
    put(conditions, "Initialized", true);
    put(conditions, "ContainersReady", ready);
    put(conditions, "Ready", ready);
    return conditions;
  }

  private static void put(
      List<io.fabric8.kubernetes.api.model.PodCondition> conditions, String type, boolean holds) {
    String status = holds ? "True" : "False";
    boolean known =
        conditions.stream()
            .anyMatch(old -> type.equals(old.getType()) && status.equals(old.getStatus()));
    if (!known) {
      conditions.removeIf(old -> type.equals(old.getType()));
      conditions.add(
          new io.fabric8.kubernetes.api.model.PodConditionBuilder()
              .withType(type)
              .withStatus(status)
              .withReason(holds ? null : "ContainersNotReady")
              .withLastTransitionTime(now())
              .build());
    }
  }

  private static List<ContainerStatus> containers(Pod pod, PodCondition condition) {
    return pod.getSpec().getContainers().stream()
        .map(
            container ->
                new ContainerStatusBuilder()
                    .withName(container.getName())
                    .withImage(container.getImage())
                    .withImageID(container.getImage())
                    .withReady(condition.ready())
                    .withStarted(condition.running())
                    .withRestartCount(condition.restarts())
                    .withState(state(condition))
                    .withLastState(lastState(condition))
                    .build())
        .toList();
  }

  private static ContainerState state(PodCondition condition) {
    return condition
        .waiting()
        .map(why -> new ContainerStateBuilder().withNewWaiting(why.message(), why.reason()).build())
        .orElseGet(() -> new ContainerStateBuilder().withNewRunning(now()).build());
  }

  private static ContainerState lastState(PodCondition condition) {
    return condition
        .last()
        .map(
            end ->
                new ContainerStateBuilder()
                    .withNewTerminated()
                    .withReason(end.reason())
                    .withExitCode(end.exitCode())
                    .withFinishedAt(now())
                    .endTerminated()
                    .build())
        .orElseGet(ContainerState::new);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
