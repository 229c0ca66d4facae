package io.fleetcanary.lab.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can be odd or wrong about a service, and what a survey says then. */
final class SurveyCases {
  static final List<String> KINDS =
      List.of(
          "inference.networking.k8s.io v1 InferencePool inferencepools",
          "keda.sh v1alpha1 ScaledObject scaledobjects",
          "cilium.io v2 CiliumNetworkPolicy ciliumnetworkpolicies",
          "security.istio.io v1 AuthorizationPolicy authorizationpolicies",
          "monitoring.coreos.com v1 PodMonitor podmonitors");

  static final String QUOTA =
      "{apiVersion: v1, kind: ResourceQuota, metadata: {name: pods}, spec: {hard: {pods: 5}}}";

  static final String SEE_NODES =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: see-nodes}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: see-nodes}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: orchestrator}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: see-nodes}
      rules: [{apiGroups: [""], resources: [nodes, pods], verbs: [list]}]
      """;

  static final String SEE_ROUTES =
      SEE_NODES
          .replace("see-nodes", "see-routes")
          .replace("[\"\"]", "[gateway.networking.k8s.io]")
          .replace("nodes, pods", "httproutes");

  private static final String TIER =
      "{\"spec\": {\"template\": {\"metadata\": {\"labels\": {\"tier\": \"model\"}}}}}";

  private static final String SELECT = "{\"spec\": {\"selector\": {\"app\": %s}}}";

  /** With what a canary's label gets behind it, it has 64 characters. */
  static final String LONG = "c".repeat(57);

  private static final String ROUTE = "gateway.networking.k8s.io/v1";

  private SurveyCases() {}

  /** One way to be odd. */
  record Case(String says, Consumer<SurveyedNamespace> change) {
    void given(SurveyedNamespace here) {
      change.accept(here);
    }

    @Override
    public String toString() {
      return says;
    }
  }

  static Stream<Case> refused() {
    return Stream.of(
            WorkloadCases.refused(), selected(), labelled(), guarded(), RouteCases.refused())
        .flatMap(cases -> cases);
  }

  private static Stream<Case> selected() {
    return Stream.of(
        yaml(
            "Service everything must not select the canary's pods; add app: chat to its selector",
            "{apiVersion: v1, kind: Service, metadata: {name: everything},"
                + " spec: {selector: {tier: model}, ports: [{port: 80}]}}",
            TIER),
        new Case(
            "Service chat must select pods of Deployment chat only, got pod stray; give that pod"
                + " another label",
            here ->
                here.deployment(TIER)
                    .patch(
                        "v1",
                        "Service",
                        "{\"spec\": {\"selector\": {\"app\": null, \"tier\": \"model\"}}}")
                    .with(
                        "{apiVersion: v1, kind: Pod, metadata: {name: stray, labels: {tier:"
                            + " model}}, spec: {containers: [{name: c, image: d}]}}")),
        new Case(
            "the Service's selector must select the Deployment's pods, got {app=embed}; correct one"
                + " of them",
            here -> here.patch("v1", "Service", SELECT.formatted("\"embed\""))));
  }

  private static Stream<Case> labelled() {
    return Stream.of(
        new Case(
            "the Deployment's selector must name label values, got Exists, DoesNotExist or NotIn;"
                + " select by matchLabels",
            here -> here.selecting("chat", "[{\"key\": \"app\", \"operator\": \"Exists\"}]")),
        new Case(
            "a label that the selectors use must be free to get -canary behind its value, within 63"
                + " characters; shorten the value, or select by another label",
            here ->
                here.selecting(LONG, "[]")
                    .patch("v1", "Service", SELECT.formatted("\"%s\"".formatted(LONG)))));
  }

  private static Stream<Case> guarded() {
    return Stream.of(
        yaml(
            "PodDisruptionBudget all must not select the canary's pods; add app: chat to its"
                + " selector",
            "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: all},"
                + " spec: {minAvailable: 1, selector: {}}}"),
        yaml(
            "InferencePool all must not select the canary's pods; add app: chat to its selector",
            "{apiVersion: inference.networking.k8s.io/v1, kind: InferencePool,"
                + " metadata: {name: all}, spec: {selector: {matchLabels: {}}}}"));
  }

  static Stream<Case> warned() {
    return Stream.of(
        deployment(
            "Deployment chat already has the image to release",
            "{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"name\": \"server\", \"image\": \"%s\"}]}}}}"
                .formatted(Canary.IMAGE)),
        yaml(
            "ScaledObject scaler keeps at least 1 pods until the end",
            "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: scaler},"
                + " spec: {scaleTargetRef: {name: chat}}}"),
        shared("NetworkPolicy", "networking.k8s.io/v1", "podSelector"),
        shared("CiliumNetworkPolicy", "cilium.io/v2", "endpointSelector"),
        shared("AuthorizationPolicy", "security.istio.io/v1", "selector"),
        shared("PodMonitor", "monitoring.coreos.com/v1", "selector"),
        yaml(
            "Ingress web also leads to Service chat: what comes that way stays with stable",
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec:"
                + " {defaultBackend: {service: {name: chat, port: {number: 80}}}}}"),
        yaml(
            "GRPCRoute grpc also leads to Service chat: what comes that way stays with stable",
            "{apiVersion: gateway.networking.k8s.io/v1, kind: GRPCRoute, metadata: {name: grpc},"
                + " spec: {rules: [{backendRefs: [{name: chat, port: 80}]}]}}"),
        layer4("TLSRoute", "hostnames: [chat.example], "),
        layer4("TCPRoute", ""),
        type("NodePort"),
        type("LoadBalancer"));
  }

  private static Case layer4(String kind, String hostnames) {
    return yaml(
        kind + " raw also leads to Service chat: what comes that way stays with stable",
        "{apiVersion: gateway.networking.k8s.io/v1, kind: %s, metadata: {name: raw}, spec: {%srules: [{backendRefs: [{name: chat, port: 80}]}]}}"
            .formatted(kind, hostnames));
  }

  private static Case type(String type) {
    return new Case(
        "its type " + type + " also leads to Service chat: what comes that way stays with stable",
        here -> here.patch("v1", "Service", "{\"spec\": {\"type\": \"%s\"}}".formatted(type)));
  }

  private static Case shared(String kind, String version, String field) {
    return yaml(
        kind + " ours selects stable's pods but would not select the canary's",
        "{apiVersion: %s, kind: %s, metadata: {name: ours}, spec: {%s: {matchLabels: {app: chat}}}}"
            .formatted(version, kind, field));
  }

  static Case yaml(String says, String yaml) {
    return new Case(says, here -> here.with(yaml));
  }

  private static Case yaml(String says, String yaml, String deployment) {
    return new Case(says, here -> here.deployment(deployment).with(yaml));
  }

  static Case deployment(String says, String patch) {
    return new Case(says, here -> here.deployment(patch));
  }

  static Case route(String says, String patch) {
    return new Case(says, here -> here.patch(ROUTE, "HTTPRoute", patch));
  }

  static ResourceQuotaStatus used(ResourceQuota quota, String pods) {
    return new ResourceQuotaStatusBuilder()
        .withHard(quota.getSpec().getHard())
        .withUsed(Map.of("pods", new Quantity(pods)))
        .build();
  }

  /** Teaches the API server a kind of another product, any shape. */
  static void define(KubernetesClient admin, String kind) {
    String[] parts = kind.split(" ");
    String yaml =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: %4$s.%1$s
          annotations: {api-approved.kubernetes.io: unapproved, for a test}
        spec:
          group: %1$s
          scope: Namespaced
          names: {kind: %3$s, plural: %4$s}
          versions:
            - name: %2$s
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """
            .formatted((Object[]) parts)
            .replace("unapproved, for a test", "\"unapproved, for a test\"");
    admin.load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).create();
    awaitEstablished(admin, parts[3] + "." + parts[0]);
  }

  private static void awaitEstablished(KubernetesClient admin, String definition) {
    admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(definition)
        .waitUntilCondition(
            it ->
                it != null
                    && it.getStatus() != null
                    && Stream.ofNullable(it.getStatus().getConditions())
                        .flatMap(List::stream)
                        .anyMatch(
                            condition ->
                                "Established".equals(condition.getType())
                                    && "True".equals(condition.getStatus())),
            30,
            TimeUnit.SECONDS);
  }
}
