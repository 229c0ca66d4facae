package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether stable is healthy, can be rolled, and is known by digest. */
final class WorkloadCheck {
  private static final String DIGEST = "@sha256:";

  private final Sight sight;
  private final Deployment deployment;
  private final Remarks remarks;

  WorkloadCheck(Sight sight, Deployment deployment, Remarks remarks) {
    this.sight = sight;
    this.deployment = deployment;
    this.remarks = remarks;
  }

  void check() {
    remarks.identity(Objects.requireNonNullElse(deployment.getMetadata().getUid(), ""));
    checkRollable();
    checkHealth();
    Optional<Container> container = container();
    if (container.isPresent()) {
      checkImage(container.get());
    } else {
      List<String> names = containers().stream().map(Container::getName).toList();
      remarks.problem(
          "revision.container must be one of " + names + ", got " + sight.request().container(),
          "correct the spec");
    }
  }

  /** The container that the revision changes. */
  Optional<Container> container() {
    String wanted = sight.request().container();
    return containers().stream()
        .filter(container -> wanted.isEmpty() || container.getName().equals(wanted))
        .findFirst();
  }

  int replicas() {
    return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
  }

  private List<Container> containers() {
    return deployment.getSpec().getTemplate().getSpec().getContainers();
  }

  private void checkRollable() {
    if (deployment.getMetadata().getDeletionTimestamp() != null) {
      remarks.problem(named() + " must not be on its way out", "let it go, then create it again");
    }
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      remarks.problem(named() + " must not be paused, promotion would never end", "resume it");
    }
    if (deployment.getSpec().getStrategy() != null
        && "Recreate".equals(deployment.getSpec().getStrategy().getType())) {
      remarks.problem(
          named()
              + " must have the strategy RollingUpdate, got Recreate, promotion would stop"
              + " all pods at once",
          "change the strategy");
    }
  }

  private void checkHealth() {
    if (replicas() < 1) {
      remarks.problem(named() + " must have at least 1 replica, got 0", "scale it up");
      return;
    }
    DeploymentStatus status = deployment.getStatus();
    Long seen = status == null ? null : status.getObservedGeneration();
    if (status == null || seen == null || seen < deployment.getMetadata().getGeneration()) {
      remarks.problem(
          named() + " must have been seen by its controller as it is", "wait, or look why not");
      return;
    }
    int available = Objects.requireNonNullElse(status.getAvailableReplicas(), 0);
    int updated = Objects.requireNonNullElse(status.getUpdatedReplicas(), 0);
    if (available != replicas()) {
      remarks.problem(
          named() + " must have all pods available, got " + available + " of " + replicas(),
          "repair it first");
    } else if (updated != replicas()) {
      remarks.problem(
          named() + " must not be rolling, got " + updated + " of " + replicas() + " pods updated",
          "wait until it is done");
    }
  }

  private void checkImage(Container container) {
    String image = Objects.toString(container.getImage(), "");
    if (!image.isEmpty() && image.equals(sight.request().image())) {
      remarks.warn(named() + " already has the image to release");
    }
    if (image.contains(DIGEST)) {
      return;
    }
    List<String> digests = runningDigests(container.getName());
    String running =
        switch (digests.size()) {
          case 0 -> "unknown";
          case 1 -> digests.getFirst();
          default -> digests.size() + " different ones";
        };
    remarks.warn(
        named()
            + " names its image by tag, a way back could bring another; digest now: "
            + running);
  }

  /** A pod that goes may be of the template before. */
  private List<String> runningDigests(String container) {
    return sight.stablePods().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .flatMap(
            pod ->
                pod.getStatus() == null
                    ? Stream.empty()
                    : pod.getStatus().getContainerStatuses().stream())
        .filter(status -> status.getName().equals(container))
        .map(ContainerStatus::getImageID)
        .filter(id -> id != null && id.contains(DIGEST))
        .map(id -> id.substring(id.indexOf(DIGEST) + 1))
        .distinct()
        .toList();
  }

  private String named() {
    return "Deployment " + deployment.getMetadata().getName();
  }
}
