package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a deployment is, as its status tells it. */
final class Progress {
  private static final int DEADLINE_SECONDS = 600;
  private static final String COMPLETE = "NewReplicaSetAvailable";

  private final Deployment deployment;
  private final int wanted;
  private final int unavailable;
  private final int total;
  private final int updated;
  private final int ready;
  private final int available;

  Progress(Deployment deployment, Optional<ReplicaSet> newest, Snapshot seen) {
    RollingUpdate rules = RollingUpdate.of(deployment);
    List<Pod> pods =
        seen.replicaSetsOf(deployment).stream()
            .flatMap(set -> seen.activePodsOf(set).stream())
            .toList();
    this.deployment = deployment;
    this.wanted = rules.wanted();
    this.unavailable = rules.unavailable();
    this.total = pods.size();
    this.updated = newest.map(set -> seen.activePodsOf(set).size()).orElse(0);
    this.ready = (int) pods.stream().filter(PodState::ready).count();
    this.available =
        (int) pods.stream().filter(pod -> PodState.available(pod, minReady(deployment))).count();
  }

  /** Whether the status says that the newest pods are all there, and no others. */
  static boolean complete(Deployment deployment) {
    return conditions(deployment).anyMatch(condition -> COMPLETE.equals(condition.getReason()));
  }

  static Duration minReady(Deployment deployment) {
    return Duration.ofSeconds(
        Optional.ofNullable(deployment.getSpec().getMinReadySeconds()).orElse(0));
  }

  DeploymentStatus status() {
    return new DeploymentStatusBuilder()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .withReplicas(total)
        .withUpdatedReplicas(updated)
        .withReadyReplicas(ready)
        .withAvailableReplicas(available)
        .withUnavailableReplicas(Math.max(0, wanted - available))
        .withConditions(availability(), progressing())
        .build();
  }

  private DeploymentCondition availability() {
    return available >= wanted - unavailable
        ? condition("Available", "True", "MinimumReplicasAvailable")
        : condition("Available", "False", "MinimumReplicasUnavailable");
  }

  private DeploymentCondition progressing() {
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      return condition("Progressing", "Unknown", "DeploymentPaused");
    }
    if (updated == wanted && total == wanted && available == wanted) {
      return condition("Progressing", "True", COMPLETE);
    }
    if (!moved() && overdue()) {
      return condition("Progressing", "False", "ProgressDeadlineExceeded");
    }
    return condition("Progressing", "True", "ReplicaSetUpdated");
  }

  /** Whether anything has happened since the status was written. */
  private boolean moved() {
    DeploymentStatus before = deployment.getStatus();
    return before == null
        || !Objects.equals(before.getObservedGeneration(), deployment.getMetadata().getGeneration())
        || !Objects.equals(before.getUpdatedReplicas(), updated)
        || !Objects.equals(before.getReplicas(), total)
        || !Objects.equals(before.getAvailableReplicas(), available);
  }

  private boolean overdue() {
    int deadline =
        Optional.ofNullable(deployment.getSpec().getProgressDeadlineSeconds())
            .orElse(DEADLINE_SECONDS);
    return before("Progressing")
        .filter(condition -> !COMPLETE.equals(condition.getReason()))
        .map(condition -> Instant.parse(condition.getLastUpdateTime()).plusSeconds(deadline))
        .filter(end -> end.isBefore(Instant.now()))
        .isPresent();
  }

  /** A condition that keeps its times while nothing has changed. */
  private DeploymentCondition condition(String type, String status, String reason) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Optional<DeploymentCondition> before = before(type);
    Optional<DeploymentCondition> same =
        before.filter(old -> status.equals(old.getStatus()) && reason.equals(old.getReason()));
    boolean touch = type.equals("Progressing") && moved();
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withLastUpdateTime(
            same.filter(old -> !touch).map(DeploymentCondition::getLastUpdateTime).orElse(now))
        .withLastTransitionTime(
            before
                .filter(old -> status.equals(old.getStatus()))
                .map(DeploymentCondition::getLastTransitionTime)
                .orElse(now))
        .build();
  }

  private Optional<DeploymentCondition> before(String type) {
    return conditions(deployment).filter(old -> type.equals(old.getType())).findFirst();
  }

  private static Stream<DeploymentCondition> conditions(Deployment deployment) {
    return Optional.ofNullable(deployment.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream());
  }
}
