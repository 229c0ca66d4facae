package io.fleetcanary.activity.survey;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing the worker's user must be allowed to do in a cluster.
 *
 * @param group API group, empty for the core group
 * @param resource plural, lower case
 * @param verb as in a Role
 */
public record Right(String group, String resource, String verb) {
  /** Forbidden, unknown, or not understood: API servers in tests know no reviews. */
  private static final List<Integer> NO_ANSWER = List.of(403, 404, 405, 422);

  /** All that a rollout needs in the namespace of the service. */
  public static List<Right> needed() {
    return Stream.of(
            rights("apps", "deployments", "get", "list", "create", "update", "patch", "delete"),
            rights("apps", "replicasets", "list"),
            rights("", "services", "get", "list", "create", "update", "delete"),
            rights("", "configmaps", "get", "create", "update"),
            rights("", "pods", "list"),
            rights("discovery.k8s.io", "endpointslices", "list"),
            rights("gateway.networking.k8s.io", "httproutes", "get", "list", "patch"),
            rights("autoscaling", "horizontalpodautoscalers", "get", "list", "patch"),
            rights("keda.sh", "scaledobjects", "get", "list", "patch"),
            rights("policy", "poddisruptionbudgets", "list"))
        .flatMap(rights -> rights)
        .toList();
  }

  /** All that a survey looks at where it may; what it could not see, it says. */
  public static List<Right> wanted() {
    return Stream.of(
            rights("networking.k8s.io", "networkpolicies", "list"),
            rights("networking.k8s.io", "ingresses", "list"),
            rights("gateway.networking.k8s.io", "grpcroutes", "list"),
            rights("gateway.networking.k8s.io", "tlsroutes", "list"),
            rights("gateway.networking.k8s.io", "tcproutes", "list"),
            rights("inference.networking.k8s.io", "inferencepools", "list"),
            rights("cilium.io", "ciliumnetworkpolicies", "list"),
            rights("security.istio.io", "authorizationpolicies", "list"),
            rights("monitoring.coreos.com", "podmonitors", "list"),
            rights("", "resourcequotas", "list"))
        .flatMap(rights -> rights)
        .toList();
  }

  /** What spares looks at pods, and what nothing else depends on. */
  public static List<Right> sparing() {
    return rights("", "pods", "watch").toList();
  }

  /** What a sweep needs where there is one. */
  public static List<Right> swept() {
    return rights("", "configmaps", "list").toList();
  }

  /**
   * Asks the API server; true where it does not say no. A server that cannot answer the question
   * answers it soon enough by its refusals.
   */
  boolean granted(KubernetesClient client, String namespace) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withGroup(group)
            .withResource(resource)
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    try {
      SelfSubjectAccessReview answer =
          client.authorization().v1().selfSubjectAccessReview().create(question);
      return answer.getStatus() == null || !Boolean.FALSE.equals(answer.getStatus().getAllowed());
    } catch (KubernetesClientException refused) {
      if (NO_ANSWER.contains(refused.getCode())) {
        return true;
      }
      throw refused;
    }
  }

  /** What to say when these are missing, one sentence for each resource. */
  static List<String> sentences(List<Right> missing, String namespace) {
    return missing.stream()
        .collect(groupingBy(Right::object, LinkedHashMap::new, mapping(Right::verb, joining(", "))))
        .entrySet()
        .stream()
        .map(
            each ->
                "the worker must be allowed to "
                    + each.getValue()
                    + " "
                    + each.getKey()
                    + " in namespace "
                    + namespace
                    + "; grant it")
        .toList();
  }

  /** As a role names it. */
  String object() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  private static Stream<Right> rights(String group, String resource, String... verbs) {
    return Stream.of(verbs).map(verb -> new Right(group, resource, verb));
  }
}
