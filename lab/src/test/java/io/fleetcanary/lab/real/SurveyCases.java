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

  private static final String TIER =
      "{\"spec\": {\"template\": {\"metadata\": {\"labels\": {\"tier\": \"model\"}}}}}";

  private static final String ROUTE = "gateway.networking.k8s.io/v1";
  private static final String ALL = "{\"metadata\": {\"%s\": {\"%s\": \"%s\"}}}";

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
    return Stream.of(workload(), leftOver(), owned(), selected(), guarded(), RouteCases.refused())
        .flatMap(cases -> cases);
  }

  private static Stream<Case> workload() {
    return Stream.of(
        new Case(
            "Deployment chat must not be rolling, got 1 of 2 pods updated; wait until it is done",
            here ->
                here.deployment(
                        "{\"spec\": {\"replicas\": 2, \"strategy\": {\"rollingUpdate\":"
                            + " {\"maxSurge\": 1, \"maxUnavailable\": 0}}}}")
                    .awaitAvailable(2)
                    .deployment(
                        "{\"spec\": {\"template\": {\"spec\": {\"nodeSelector\":"
                            + " {\"kubernetes.io/hostname\": \"nowhere\"}}}}}")),
        deployment(
            "Deployment chat must not be paused, promotion would never end; resume it",
            "{\"spec\": {\"paused\": true}}"),
        deployment(
            "Deployment chat must have the strategy RollingUpdate, got Recreate, promotion would"
                + " stop all pods at once; change the strategy",
            "{\"spec\": {\"strategy\": {\"type\": \"Recreate\", \"rollingUpdate\": null}}}"),
        deployment(
            "Deployment chat must have at least 1 replica, got 0; scale it up",
            "{\"spec\": {\"replicas\": 0}}"),
        deployment(
            "Deployment chat must have all pods available, got 0 of 2; repair it first",
            "{\"spec\": {\"replicas\": 2, \"minReadySeconds\": 500}}"));
  }

  private static Stream<Case> leftOver() {
    return Stream.of(
        yaml(
            "Service chat-canary must not exist, the canary gets that name; remove or rename it",
            "{apiVersion: v1, kind: Service, metadata: {name: chat-canary}, spec: {ports: [{port:"
                + " 80}]}}"),
        yaml(
            "Deployment chat-canary must not exist, the canary gets that name; remove or rename it",
            """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: chat-canary}, spec: {replicas: 0,
              selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},
              spec: {containers: [{name: c, image: d}]}}}}
            """),
        deployment(
            "Service chat must not be claimed, got rollout chat-20261125120000-1a2b; wait until it"
                + " has ended",
            ALL.formatted(
                "annotations", "claim.fleetcanary.io/chat", "chat-20261125120000-1a2b/forward/1")));
  }

  private static Stream<Case> owned() {
    return Stream.of(
        yaml(
            "HorizontalPodAutoscaler scaler must not scale Deployment chat-canary; remove it, the"
                + " canary follows stable",
            """
            {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: scaler},
              spec: {maxReplicas: 3,
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat-canary}}}
            """),
        yaml(
            "ScaledObject scaler must not have an idleReplicaCount, which would leave stable no"
                + " pod; remove the field for the rollout",
            "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: scaler},"
                + " spec: {scaleTargetRef: {name: chat}, idleReplicaCount: 0}}"),
        deployment(
            "Deployment chat must not be written by others for now, got Argo CD"
                + " (argocd.argoproj.io/tracking-id); take it out of that tool's hands",
            ALL.formatted("annotations", "argocd.argoproj.io/tracking-id", "prod")),
        deployment(
            "Deployment chat must not be written by others for now, got Helm"
                + " (app.kubernetes.io/managed-by); take it out of that tool's hands",
            ALL.formatted("labels", "app.kubernetes.io/managed-by", "Helm")),
        route(
            "HTTPRoute chat must not be written by others for now, got Flux"
                + " (kustomize.toolkit.fluxcd.io/name); take it out of that tool's hands",
            ALL.formatted("labels", "kustomize.toolkit.fluxcd.io/name", "apps")));
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
            here ->
                here.patch("v1", "Service", "{\"spec\": {\"selector\": {\"app\": \"embed\"}}}")));
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
        new Case(
            "its type NodePort also leads to Service chat: what comes that way stays with stable",
            here -> here.patch("v1", "Service", "{\"spec\": {\"type\": \"NodePort\"}}")));
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

  private static Case deployment(String says, String patch) {
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
                    && it.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                "Established".equals(condition.getType())
                                    && "True".equals(condition.getStatus())),
            30,
            TimeUnit.SECONDS);
  }
}
