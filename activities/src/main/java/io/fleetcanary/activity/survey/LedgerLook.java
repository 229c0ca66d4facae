package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.core.claim.Endings;
import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.fleet.BadRevisions;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.util.Optional;

/** Asks a cluster's ledger whose the service is, and what failed there. */
@FunctionalInterface
public interface LedgerLook {
  Said ask(KubernetesClient client, SurveyRequest request);

  /** As it stands in the cluster. */
  static Said inCluster(KubernetesClient client, SurveyRequest request) {
    Ledger ledger = new LedgerBook(client, request.namespace(), request.service()).read();
    return new Said(
        ledger.state().holder().map(Holder::rollout), ledger.state().endings(), ledger.bad());
  }

  /**
   * What it says.
   *
   * @param owner id of the rollout that holds it; empty when it is free or was never written
   * @param ended the rollouts whose marks mean nothing any more
   */
  record Said(Optional<String> owner, Endings ended, BadRevisions bad) {
    /** Of a ledger that was never written. */
    public static final Said NOTHING = new Said(Optional.empty(), Endings.NONE, BadRevisions.NONE);
  }
}
