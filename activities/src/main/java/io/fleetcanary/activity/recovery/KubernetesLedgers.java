package io.fleetcanary.activity.recovery;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.activity.cluster.Unreachable;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.sweep.LedgerActivities;
import io.fleetcanary.workflow.sweep.SweepActivities.Held;
import java.util.List;
import java.util.stream.Stream;

/** The ledgers of a Kubernetes cluster, in some of its namespaces. */
public final class KubernetesLedgers implements LedgerActivities {
  private final Clusters clusters;
  private final List<String> namespaces;

  /**
   * Looks where it is told.
   *
   * @param namespaces with services that are released
   */
  public KubernetesLedgers(Clusters clusters, List<String> namespaces) {
    this.clusters = clusters;
    this.namespaces = List.copyOf(namespaces);
  }

  @Override
  public Held held(ClusterTarget cluster) {
    KubernetesClient client = clusters.client(cluster.name());
    try {
      return new Held(namespaces.stream().flatMap(name -> in(client, cluster, name)).toList());
    } catch (KubernetesClientException failure) {
      throw Unreachable.orElse(failure, client);
    }
  }

  private static Stream<ClusterPlan> in(
      KubernetesClient client, ClusterTarget cluster, String namespace) {
    return LedgerBook.services(client, namespace).stream()
        .flatMap(
            service ->
                HeldService.of(
                    new LedgerBook(client, namespace, service).read(), cluster, namespace, service)
                    .stream())
        .map(HeldService::plan);
  }
}
