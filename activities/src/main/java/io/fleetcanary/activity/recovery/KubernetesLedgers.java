package io.fleetcanary.activity.recovery;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.activity.cluster.Unreachable;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.sweep.LedgerActivities;
import io.fleetcanary.workflow.sweep.SweepActivities.Held;
import java.util.ArrayList;
import java.util.List;

/** The ledgers of a Kubernetes cluster, in some of its namespaces. */
public final class KubernetesLedgers implements LedgerActivities {
  private final Clusters clusters;

  public KubernetesLedgers(Clusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public Held held(Where where) {
    KubernetesClient client = clusters.client(where.cluster().name());
    List<ClusterPlan> services = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    try {
      for (String namespace : where.namespaces()) {
        for (String service : LedgerBook.services(client, namespace)) {
          Ledger ledger = new LedgerBook(client, namespace, service).read();
          if (ledger.equals(Ledger.UNREADABLE)) {
            unreadable.add(namespace + "/" + service);
          }
          HeldService.of(ledger, where.cluster(), namespace, service)
              .map(HeldService::plan)
              .ifPresent(services::add);
        }
      }
      return new Held(services, unreadable);
    } catch (KubernetesClientException failure) {
      throw Unreachable.orElse(failure, client);
    }
  }
}
