package io.fleetcanary.lab.real;

import static io.fleetcanary.lab.real.SurveyCases.deployment;
import static io.fleetcanary.lab.real.SurveyCases.route;
import static io.fleetcanary.lab.real.SurveyCases.yaml;

import io.fleetcanary.lab.real.SurveyCases.Case;
import java.util.stream.Stream;

/** What can be wrong about a workload, and about who else writes it. */
final class WorkloadCases {
  private static final String ALL = "{\"metadata\": {\"%s\": {\"%s\": \"%s\"}}}";

  private static final String SCALER =
      """
      {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: %s},
        spec: {maxReplicas: 3,
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}}}
      """;

  private WorkloadCases() {}

  static Stream<Case> refused() {
    return Stream.of(workload(), unhealthy(), leftOver(), failedBefore(), owned(), written())
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
            "{\"spec\": {\"strategy\": {\"type\": \"Recreate\", \"rollingUpdate\": null}}}"));
  }

  private static Stream<Case> unhealthy() {
    return Stream.of(
        deployment(
            "Deployment chat must have at least 1 replica, got 0; scale it up",
            "{\"spec\": {\"replicas\": 0}}"),
        deployment(
            "Deployment chat must have all pods available, got 0 of 2; repair it first",
            "{\"spec\": {\"replicas\": 2, \"minReadySeconds\": 500}}"),
        new Case(
            "Deployment chat must not be on its way out; let it go, then create it again",
            here ->
                here.deployment("{\"metadata\": {\"finalizers\": [\"fleetcanary.io/held\"]}}")
                    .deleting()));
  }

  private static Stream<Case> leftOver() {
    return Stream.of(
        yaml(
            "Service chat-canary must not exist, the canary gets that name; remove or rename it",
            "{apiVersion: v1, kind: Service, metadata: {name: chat-canary}, spec: {ports: [{port: 80}]}}"),
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
                "annotations", "claim.fleetcanary.io/chat", "chat-20261125120000-1a2b/forward/1")),
        yaml(
            "Service chat must not be claimed, got rollout chat-20261125120000-3c4d; wait until it"
                + " has ended",
            """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: fleetcanary-chat}, data: {state: forward,
              rollout: chat-20261125120000-3c4d, run: any, template: "{}"}}
            """));
  }

  /** What a ledger remembers. */
  private static Stream<Case> failedBefore() {
    return Stream.of(
        yaml(
            "revision must not be one that failed here, got v3 of rollout chat-20261125120000-3c4d:"
                + " errors 7 % > limit 2 %; release another one, or start this with --again, in a"
                + " spec again: true",
            """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: fleetcanary-chat}, data: {state: free,
              bad: '{"known": [{"digest": "%s", "name": "v3", "rollout": "chat-20261125120000-3c4d",
              "why": "errors 7 %% > limit 2 %%"}]}'}}
            """
                .formatted(SurveyedNamespace.DIGEST)));
  }

  private static Stream<Case> owned() {
    return Stream.of(
        yaml(
            "HorizontalPodAutoscaler scaler must not scale Deployment chat-canary; remove it, the"
                + " canary follows stable",
            SCALER.formatted("scaler", "chat-canary")),
        yaml(
            "Deployment chat must have one autoscaler at most, got HorizontalPodAutoscaler other,"
                + " HorizontalPodAutoscaler scaler; remove all but one",
            SCALER.formatted("scaler", "chat") + "---\n" + SCALER.formatted("other", "chat")),
        yaml(
            "ScaledObject scaler must not have an idleReplicaCount, which would leave stable no"
                + " pod; remove the field for the rollout",
            "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: scaler},"
                + " spec: {scaleTargetRef: {name: chat}, idleReplicaCount: 0}}"));
  }

  private static Stream<Case> written() {
    return Stream.of(
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
            ALL.formatted("labels", "kustomize.toolkit.fluxcd.io/name", "apps")),
        new Case(
            "Deployment chat must not be written by others for now, got Argo CD (field manager"
                + " argocd-controller); take it out of that tool's hands",
            here -> here.writtenBy("argocd-controller")),
        new Case(
            "Deployment chat must not be written by others for now, got ConfigMap owner (its"
                + " controller); take it out of that tool's hands",
            here -> here.controlledBy("owner")));
  }
}
