package io.fleetcanary.activity.scaler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.Authors;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An autoscaler that a plan does not know, of stable or of the canary: nobody holds its floor. KEDA
 * makes a HorizontalPodAutoscaler of every ScaledObject, so these are asked for only.
 */
public final class NewScaler {
  private NewScaler() {}

  /** The first one, with who wrote it. */
  public static Optional<Stop> of(KubernetesClient client, ClusterPlan plan) {
    return ScalerKind.HPA.in(client, plan.namespace()).stream()
        .filter(scaler -> !scaler.isOf(plan.cluster().scaler()))
        .flatMap(scaler -> stop(scaler, plan).stream())
        .findFirst();
  }

  private static Optional<Stop> stop(Autoscaler scaler, ClusterPlan plan) {
    return Stream.of(plan.rules().workload().name(), plan.canaryName())
        .filter(scaler::scales)
        .<Stop>map(
            deployment ->
                new Stop.Foreign(
                    scaler.ref().toString(),
                    "scales Deployment "
                        + deployment
                        + " and is newer than the plan"
                        + Authors.of(scaler.object())))
        .findFirst();
  }
}
