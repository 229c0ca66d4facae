package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fleetcanary.activity.survey.Reader.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What else selects pods in a namespace.
 *
 * @param exclusive what must not select the canary's pods: it would count or address them
 * @param shared what applies to stable's pods and should to the canary's
 */
record Guards(List<Guard> exclusive, List<Guard> shared) {
  private static final Selecting POOLS =
      new Selecting(
          new Seen("inference.networking.k8s.io", "v1", "InferencePool", "inferencepools"),
          "selector");

  private static final List<Selecting> SHARED =
      List.of(
          new Selecting(
              new Seen("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
              "podSelector"),
          new Selecting(
              new Seen("cilium.io", "v2", "CiliumNetworkPolicy", "ciliumnetworkpolicies"),
              "endpointSelector"),
          new Selecting(
              new Seen("security.istio.io", "v1", "AuthorizationPolicy", "authorizationpolicies"),
              "selector"),
          new Selecting(
              new Seen("monitoring.coreos.com", "v1", "PodMonitor", "podmonitors"), "selector"));

  Guards {
    exclusive = List.copyOf(exclusive);
    shared = List.copyOf(shared);
  }

  static Guards read(KubernetesClient client, String namespace, Reader reader) {
    List<Guard> exclusive = new ArrayList<>();
    budgets(client, namespace, reader).stream()
        .filter(budget -> budget.getSpec().getSelector() != null)
        .map(budget -> Guard.of(budget, budget.getSpec().getSelector()))
        .forEach(exclusive::add);
    exclusive.addAll(POOLS.read(client, namespace, reader));
    return new Guards(
        exclusive,
        SHARED.stream().flatMap(kind -> kind.read(client, namespace, reader).stream()).toList());
  }

  private static List<PodDisruptionBudget> budgets(
      KubernetesClient client, String namespace, Reader reader) {
    return reader
        .list(
            new Right("policy", "poddisruptionbudgets", "list"),
            () ->
                client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems())
        .orElse(List.of());
  }

  /** One object that selects pods. */
  record Guard(String kind, String name, LabelSelector selector) {
    static Guard of(HasMetadata object, LabelSelector selector) {
      return new Guard(object.getKind(), object.getMetadata().getName(), selector);
    }

    @Override
    public String toString() {
      return kind + " " + name;
    }
  }

  /** A kind that selects pods by labels under {@code spec}. */
  private record Selecting(Seen kind, String field) {
    List<Guard> read(KubernetesClient client, String namespace, Reader reader) {
      return kind.in(client, namespace, reader).stream()
          .flatMap(object -> selector(object).map(found -> Guard.of(object, found)).stream())
          .toList();
    }

    /** An absent one is left out: for most kinds it means all pods, the canary's included. */
    private Optional<LabelSelector> selector(GenericKubernetesResource object) {
      return object.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
              && spec.get(field) instanceof Map<?, ?> selector
          ? Optional.of(
              Objects.requireNonNullElseGet(
                  new KubernetesSerialization().convertValue(selector, LabelSelector.class),
                  () -> new LabelSelectorBuilder().build()))
          : Optional.empty();
    }
  }
}
