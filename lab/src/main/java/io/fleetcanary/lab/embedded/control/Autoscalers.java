package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * Keeps deployments between the floor and the ceiling of their autoscalers, as a cluster without
 * metrics does: nobody here measures load.
 */
public final class Autoscalers implements Controller {
  private final KubernetesClient client;

  public Autoscalers(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(Snapshot seen) {
    seen.autoscalers()
        .forEach(
            scaler ->
                seen.deployments().stream()
                    .filter(deployment -> scales(scaler, deployment))
                    .forEach(deployment -> reconcile(scaler, deployment)));
  }

  private static boolean scales(HorizontalPodAutoscaler scaler, Deployment deployment) {
    return scaler.getMetadata().getNamespace().equals(deployment.getMetadata().getNamespace())
        && scaler
            .getSpec()
            .getScaleTargetRef()
            .getName()
            .equals(deployment.getMetadata().getName());
  }

  private void reconcile(HorizontalPodAutoscaler scaler, Deployment deployment) {
    int pods = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
    int floor = Optional.ofNullable(scaler.getSpec().getMinReplicas()).orElse(1);
    int wanted = Math.clamp(pods, floor, scaler.getSpec().getMaxReplicas());
    if (pods > 0 && wanted != pods) {
      Deployment scaled =
          new DeploymentBuilder(deployment).editSpec().withReplicas(wanted).endSpec().build();
      client
          .resource(scaled)
          .lockResourceVersion(deployment.getMetadata().getResourceVersion())
          .update();
    }
  }
}
