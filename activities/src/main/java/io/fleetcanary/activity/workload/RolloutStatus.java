package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a Deployment's pods have followed its template, as Kubernetes says. */
public final class RolloutStatus {
  private RolloutStatus() {}

  /** Whether all pods are of the template, and available. */
  public static boolean done(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    int wanted = Replicas.of(deployment);
    return status != null
        && count(status.getObservedGeneration()) >= deployment.getMetadata().getGeneration()
        && count(status.getReplicas()) == wanted
        && count(status.getUpdatedReplicas()) == wanted
        && count(status.getAvailableReplicas()) == wanted;
  }

  /** Why they will not by themselves, one sentence; empty while they may. */
  public static Optional<String> stuck(Deployment deployment) {
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      return Optional.of(name(deployment) + " is as before, but paused: its pods do not follow");
    }
    DeploymentStatus status = deployment.getStatus();
    return status == null
        ? Optional.empty()
        : status.getConditions().stream()
            .filter(condition -> "ProgressDeadlineExceeded".equals(condition.getReason()))
            .filter(condition -> current(deployment))
            .map(condition -> behind(deployment))
            .findFirst();
  }

  /** That its pods have not followed, one sentence. */
  public static String behind(Deployment deployment) {
    return name(deployment)
        + " is as before, but its pods are not: "
        + available(deployment)
        + " of "
        + Replicas.of(deployment)
        + " are available";
  }

  /** What changes while its pods follow, however slowly. */
  public static long followed(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return status == null
        ? 0
        : count(status.getUpdatedReplicas()) + count(status.getAvailableReplicas());
  }

  private static long available(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return status == null ? 0 : count(status.getAvailableReplicas());
  }

  private static String name(Deployment deployment) {
    return "Deployment " + deployment.getMetadata().getName();
  }

  private static boolean current(Deployment deployment) {
    return count(deployment.getStatus().getObservedGeneration())
        >= deployment.getMetadata().getGeneration();
  }

  private static long count(@Nullable Number number) {
    return Objects.requireNonNullElse(number, 0).longValue();
  }
}
