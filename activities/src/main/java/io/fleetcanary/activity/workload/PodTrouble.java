package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.core.status.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What is wrong with pods, in the order in which it is judged: killed for memory, crashing, image
 * not there, cannot be scheduled, may not be created. The first two are the canary's own fault.
 */
final class PodTrouble {
  /**
   * A pod that waits for a GPU which is just being freed is no trouble; schedulers place it within
   * seconds.
   */
  static final Duration UNSCHEDULABLE = Duration.ofSeconds(30);

  /** One restart may be a node's hiccup, two are a habit. */
  private static final int RESTARTS = 2;

  private static final List<String> CRASHES = List.of("CrashLoopBackOff", "RunContainerError");

  private static final List<String> LOCAL =
      List.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "CreateContainerConfigError",
          "CreateContainerError");

  private PodTrouble() {}

  /**
   * The worst trouble of these pods; terminating ones are on their way out and not judged.
   *
   * @param others pods that may be making room for them, as in a rolling update on full GPUs
   */
  static Optional<Trouble> of(List<Pod> pods, List<Pod> others, Instant now) {
    List<Pod> alive = pods.stream().filter(pod -> !terminating(pod)).toList();
    boolean roomComes =
        Stream.concat(pods.stream(), others.stream()).anyMatch(PodTrouble::terminating);
    return Stream.<Stream<Trouble>>of(
            containers(alive, PodTrouble::outOfMemory),
            containers(alive, PodTrouble::crash),
            containers(alive, PodTrouble::cannotStart),
            alive.stream()
                .filter(pod -> !roomComes)
                .flatMap(pod -> unschedulable(pod, now).stream()))
        .flatMap(trouble -> trouble)
        .findFirst();
  }

  /** Pods that may not even be created: quota, admission, an invalid template. */
  static Optional<Trouble> of(Deployment deployment) {
    if (deployment.getStatus() == null) {
      return Optional.empty();
    }
    return deployment.getStatus().getConditions().stream()
        .filter(condition -> "ReplicaFailure".equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(condition -> Objects.toString(condition.getMessage(), ""))
        .filter(PodTrouble::lasts)
        .map(
            message ->
                local(
                    "pods of "
                        + deployment.getMetadata().getName()
                        + " cannot be created: "
                        + message))
        .findFirst();
  }

  static boolean terminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** A webhook that does not answer is asked again by the controller; these answers stay. */
  private static boolean lasts(String message) {
    return message.contains("forbidden")
        || message.contains("exceeded quota")
        || message.contains("is invalid");
  }

  private static Stream<Trouble> containers(
      List<Pod> pods, BiFunction<String, ContainerStatus, Optional<Trouble>> judge) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(
            pod ->
                Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream())
                    .flatMap(status -> judge.apply(named(pod, status), status).stream()));
  }

  private static String named(Pod pod, ContainerStatus status) {
    return "pod " + pod.getMetadata().getName() + ", container " + status.getName() + ": ";
  }

  private static Optional<Trouble> outOfMemory(String where, ContainerStatus status) {
    return Stream.of(status.getState(), status.getLastState())
        .flatMap(state -> terminated(state).stream())
        .filter(end -> "OOMKilled".equals(end.getReason()))
        .map(
            end -> evidence(where + "OOMKilled, exit code " + end.getExitCode() + restarts(status)))
        .findFirst();
  }

  private static Optional<Trouble> crash(String where, ContainerStatus status) {
    Optional<ContainerStateTerminated> last =
        Stream.of(status.getState(), status.getLastState())
            .flatMap(state -> terminated(state).stream())
            .filter(end -> !Objects.equals(end.getExitCode(), 0))
            .filter(end -> !"ContainerStatusUnknown".equals(end.getReason()))
            .findFirst();
    String exit = last.map(end -> ", exit code " + end.getExitCode()).orElse("");
    Optional<ContainerStateWaiting> crashing =
        waiting(status).filter(waiting -> CRASHES.contains(waiting.getReason()));
    if (crashing.isPresent()) {
      return Optional.of(evidence(where + said(crashing.get()) + exit + restarts(status)));
    }
    return last.filter(end -> restartCount(status) >= RESTARTS)
        .map(end -> evidence(where + "crashed" + exit + restarts(status)));
  }

  private static Optional<Trouble> cannotStart(String where, ContainerStatus status) {
    return waiting(status)
        .filter(waiting -> LOCAL.contains(waiting.getReason()))
        .map(waiting -> local(where + said(waiting)));
  }

  private static Optional<Trouble> unschedulable(Pod pod, Instant now) {
    if (pod.getStatus() == null || pod.getStatus().getNominatedNodeName() != null) {
      return Optional.empty();
    }
    return pod.getStatus().getConditions().stream()
        .filter(condition -> "PodScheduled".equals(condition.getType()))
        .filter(condition -> "False".equals(condition.getStatus()))
        .filter(condition -> "Unschedulable".equals(condition.getReason()))
        .filter(condition -> !since(condition).plus(UNSCHEDULABLE).isAfter(now))
        .map(
            condition ->
                local(
                    "pod "
                        + pod.getMetadata().getName()
                        + ": Unschedulable: "
                        + Objects.toString(condition.getMessage(), "no node fits")))
        .findFirst();
  }

  private static Instant since(PodCondition condition) {
    String time = condition.getLastTransitionTime();
    return time == null ? Instant.EPOCH : OffsetDateTime.parse(time).toInstant();
  }

  private static Optional<ContainerStateTerminated> terminated(ContainerState state) {
    return Optional.ofNullable(state).map(ContainerState::getTerminated);
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(ContainerState::getWaiting);
  }

  private static String said(ContainerStateWaiting waiting) {
    String message = Objects.toString(waiting.getMessage(), "");
    return message.isEmpty() ? waiting.getReason() : waiting.getReason() + ": " + message;
  }

  private static int restartCount(ContainerStatus status) {
    return Objects.requireNonNullElse(status.getRestartCount(), 0);
  }

  private static String restarts(ContainerStatus status) {
    int count = restartCount(status);
    return count == 0 ? "" : ", " + count + (count == 1 ? " restart" : " restarts");
  }

  private static Trouble evidence(String reason) {
    return new Trouble(FailureClass.EVIDENCE, reason);
  }

  private static Trouble local(String reason) {
    return new Trouble(FailureClass.LOCAL, reason);
  }
}
