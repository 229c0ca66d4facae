package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the status of a pod says. */
final class PodState {
  private PodState() {}

  static boolean scheduled(Pod pod) {
    return pod.getSpec().getNodeName() != null;
  }

  static boolean terminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  static boolean ready(Pod pod) {
    return condition(pod, "Ready").filter(ready -> "True".equals(ready.getStatus())).isPresent();
  }

  /** Whether it has been ready for that long. */
  static boolean available(Pod pod, Duration minReady) {
    return condition(pod, "Ready")
        .filter(ready -> "True".equals(ready.getStatus()))
        .map(ready -> Instant.parse(ready.getLastTransitionTime()).plus(minReady))
        .filter(since -> minReady.isZero() || !since.isAfter(Instant.now()))
        .isPresent();
  }

  static Optional<PodCondition> condition(Pod pod, String type) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }
}
