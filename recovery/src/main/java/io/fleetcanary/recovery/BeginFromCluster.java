package io.fleetcanary.recovery;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.starter.FleetCanary;
import io.fleetcanary.starter.begin.Draft;
import io.fleetcanary.starter.begin.Origin;
import io.fleetcanary.starter.option.Surroundings;

/** The command line with a Kubernetes client, which {@code init --from} needs. */
public final class BeginFromCluster {
  private BeginFromCluster() {}

  public static void main(String[] args) {
    System.exit(run(Surroundings.process(), args));
  }

  /** Runs one command and returns its exit code. */
  public static int run(Surroundings surroundings, String... args) {
    return FleetCanary.run(surroundings, BeginFromCluster::look, args);
  }

  private static Draft look(Origin origin) {
    KubernetesOptions where = KubernetesOptions.of(origin.kubeconfig(), origin.context());
    try (Clusters clusters = new Clusters(where.inventory(origin.surroundings()))) {
      KubernetesClient client = clusters.client(where.cluster().name());
      try {
        return new LiveService(client, origin).draft();
      } catch (KubernetesClientException failure) {
        throw Refusal.explained(failure, client, "nothing was written; try again");
      }
    }
  }
}
