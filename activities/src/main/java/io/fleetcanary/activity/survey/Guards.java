package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What else selects pods in a namespace. */
record Guards(List<PodDisruptionBudget> budgets, List<NetworkPolicy> policies) {
  static Guards read(KubernetesClient client, String namespace, Reader reader) {
    return new Guards(
        reader
            .list(
                new Right("policy", "poddisruptionbudgets", "list"),
                () ->
                    client
                        .policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
            .orElse(List.of()),
        reader
            .ifReadable(
                "NetworkPolicies",
                () ->
                    client
                        .network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
            .orElse(List.of()));
  }
}
