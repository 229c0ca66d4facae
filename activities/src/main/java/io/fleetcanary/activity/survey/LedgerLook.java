package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.core.fleet.BadRevisions;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.util.Optional;

/** Asks a cluster's ledger whose the service is, and what failed there. */
@FunctionalInterface
public interface LedgerLook {
  Said ask(KubernetesClient client, SurveyRequest request);

  /**
   * What it says.
   *
   * @param owner id of the rollout that holds it; empty when it is free or was never written
   */
  record Said(Optional<String> owner, BadRevisions bad) {}
}
