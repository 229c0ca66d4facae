package io.fleetcanary.activity.recovery;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.client.Unreachable;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.sweep.LedgerActivities;
import io.fleetcanary.workflow.sweep.LedgerActivities.Held;
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
    try {
      List<Held> held = new ArrayList<>();
      for (String namespace : where.namespaces()) {
        Strays strays = Strays.in(client, namespace);
        for (String service : LedgerBook.services(client, namespace)) {
          held.add(held(client, new OneService(where.cluster(), namespace, service), strays));
        }
      }
      return new Held(
          held.stream().flatMap(each -> each.services().stream()).toList(),
          held.stream().flatMap(each -> each.unreadable().stream()).toList(),
          held.stream().flatMap(each -> each.strays().stream()).toList());
    } catch (KubernetesClientException failure) {
      throw Unreachable.orElse(failure, client);
    }
  }

  @Override
  public Held heldOf(OneService service) {
    KubernetesClient client = clusters.client(service.cluster().name());
    try {
      return held(client, service, Strays.NONE);
    } catch (KubernetesClientException failure) {
      throw Unreachable.orElse(failure, client);
    }
  }

  private static Held held(KubernetesClient client, OneService one, Strays strays) {
    Ledger ledger = new LedgerBook(client, one.namespace(), one.service()).read();
    List<String> unreadable =
        ledger.equals(Ledger.UNREADABLE)
            ? List.of(one.namespace() + "/" + one.service())
            : List.of();
    return new Held(
        HeldService.of(ledger, one.cluster(), one.namespace(), one.service()).stream()
            .map(HeldService::plan)
            .toList(),
        unreadable,
        strays.of(one, ledger.state()));
  }

  @Override
  public Inherited take(Taking taking) {
    ClusterPlan held = taking.held();
    KubernetesClient client = clusters.client(held.cluster().name());
    Writer owner = Writer.back(held.rolloutId());
    Writer taker = Writer.back(taking.taker());
    LedgerBook book = new LedgerBook(client, held.namespace(), held.service());
    try {
      book.write(ledger -> takeFrom(owner, taker, ledger.state()), ledger -> ledger);
      LedgerState now = book.read().state();
      return new Inherited(now.heldBy(taker), now.heldBy(taker, Phase.CLOSED));
    } catch (KubernetesClientException failure) {
      throw Unreachable.orElse(failure, client);
    }
  }

  @Override
  public Removal remove(Stray stray) {
    KubernetesClient client = clusters.client(stray.of().cluster().name());
    try {
      return new Removal(Strays.remove(client, stray));
    } catch (KubernetesClientException failure) {
      throw Unreachable.orElse(failure, client);
    }
  }

  /** From nobody else than who was seen there. */
  private static Decision<LedgerState> takeFrom(Writer owner, Writer taker, LedgerState ledger) {
    return ledger.heldBy(owner) ? LedgerRules.take(taker, ledger) : new Decision.Done<>();
  }
}
