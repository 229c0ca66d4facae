package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Objects;

/** How many pods a Deployment wants. */
public final class Replicas {
  private Replicas() {}

  /** The API's default is 1. */
  public static int of(Deployment deployment) {
    return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
  }

  /** The same Deployment with so many pods. */
  public static Deployment set(Deployment deployment, int pods) {
    return new DeploymentBuilder(deployment).editSpec().withReplicas(pods).endSpec().build();
  }
}
