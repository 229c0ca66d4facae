package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.util.Optional;

/** Asks a cluster's ledger whose the service is. */
@FunctionalInterface
public interface LedgerLook {
  /** Id of the rollout that holds the ledger; empty when it is free or was never written. */
  Optional<String> owner(KubernetesClient client, SurveyRequest request);
}
