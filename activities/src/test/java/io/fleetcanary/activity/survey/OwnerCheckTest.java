package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fleetcanary.core.fleet.ScalerRef;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnerCheckTest {
  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  void tellsThePlanWhatScalesStableAndPeopleWhatWillBeDone() {
    ClusterSurvey survey = chat.survey(autoscaler("scaler", "chat"));

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.scaler()).isEqualTo(new ScalerRef("HorizontalPodAutoscaler", "scaler"));
    assertThat(survey.warnings())
        .containsExactly("HorizontalPodAutoscaler scaler keeps at least 2 pods until the end");
  }

  @Test
  void hasNothingToDoWithAutoscalersOfOtherWorkloads() {
    ClusterSurvey survey = chat.survey(autoscaler("scaler", "embed"));

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.scaler()).isEqualTo(ScalerRef.NONE);
  }

  @Test
  void takesAScaledObjectThatMayLeaveNothingForTheAutoscaler() {
    ClusterSurvey survey = chat.survey(scaledObject(Map.of()), madeByKeda());

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.scaler()).isEqualTo(new ScalerRef("ScaledObject", "scaler"));
    assertThat(survey.warnings())
        .containsExactly("ScaledObject scaler keeps at least 2 pods until the end");
  }

  @Test
  void refusesAScaledObjectThatTakesAllPodsWhenNobodyAsks() {
    assertThat(chat.survey(scaledObject(Map.of("idleReplicaCount", 0))).problems())
        .containsExactly(
            "ScaledObject scaler must not have an idleReplicaCount, which would leave stable no"
                + " pod; remove the field for the rollout");
  }

  @Test
  void refusesTwoAutoscalersOfOneWorkload() {
    assertThat(chat.survey(autoscaler("one", "chat"), autoscaler("two", "chat")).problems())
        .containsExactly(
            "Deployment chat must have one autoscaler at most, got HorizontalPodAutoscaler one,"
                + " HorizontalPodAutoscaler two; remove all but one");
  }

  @Test
  void refusesAnAutoscalerOfTheCanary() {
    assertThat(chat.survey(autoscaler("scaler", "chat-canary")).problems())
        .containsExactly(
            "HorizontalPodAutoscaler scaler must not scale Deployment chat-canary; remove it, the"
                + " canary follows stable");
  }

  @Test
  void refusesAnAutoscalerThatSomethingElseWrites() {
    chat.cluster.forbid("/apis/keda.sh/");

    assertThat(chat.survey(madeByKeda()).problems())
        .containsExactly(
            "HorizontalPodAutoscaler keda-hpa-scaler must not be written by others for now, got"
                + " ScaledObject scaler (its controller); take it out of that tool's hands");
  }

  @Test
  void refusesAnAutoscalerThatAnotherRolloutClaims() {
    HorizontalPodAutoscaler claimed = autoscaler("scaler", "chat");
    claimed
        .getMetadata()
        .setAnnotations(Map.of("claim.fleetcanary.io/chat", "chat-20261101090000-beef/back/0"));

    assertThat(chat.survey(claimed).problems())
        .containsExactly(
            "Service chat must not be claimed, got rollout chat-20261101090000-beef;"
                + " wait until it has ended");
  }

  @Test
  void needsNoKeda() {
    chat.cluster.lack("/apis/keda.sh/");

    assertThat(chat.survey().problems()).isEmpty();
  }

  @Test
  void refusesAWorkloadThatArgoCdOwns() {
    chat.deployment
        .getMetadata()
        .setAnnotations(Map.of("argocd.argoproj.io/tracking-id", "prod:apps/Deployment:chat"));

    assertThat(chat.survey().problems())
        .containsExactly(
            "Deployment chat must not be written by others for now,"
                + " got Argo CD (argocd.argoproj.io/tracking-id);"
                + " take it out of that tool's hands");
  }

  @Test
  void refusesARouteThatFluxOwns() {
    chat.route.getMetadata().setLabels(Map.of("kustomize.toolkit.fluxcd.io/name", "apps"));

    assertThat(chat.survey().problems())
        .containsExactly(
            "HTTPRoute chat must not be written by others for now,"
                + " got Flux (kustomize.toolkit.fluxcd.io/name);"
                + " take it out of that tool's hands");
  }

  @Test
  void refusesAWorkloadThatHelmOwns() {
    chat.deployment.getMetadata().setLabels(Map.of("app.kubernetes.io/managed-by", "Helm"));

    assertThat(chat.survey().problems())
        .containsExactly(
            "Deployment chat must not be written by others for now,"
                + " got Helm (app.kubernetes.io/managed-by); take it out of that tool's hands");
  }

  private static HorizontalPodAutoscaler madeByKeda() {
    return new HorizontalPodAutoscalerBuilder(autoscaler("keda-hpa-scaler", "chat"))
        .editMetadata()
        .addNewOwnerReference()
        .withApiVersion("keda.sh/v1alpha1")
        .withKind("ScaledObject")
        .withName("scaler")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static HorizontalPodAutoscaler autoscaler(String name, String target) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("inference")
        .endMetadata()
        .withNewSpec()
        .withMinReplicas(1)
        .withMaxReplicas(6)
        .withNewScaleTargetRef("apps/v1", "Deployment", target)
        .endSpec()
        .build();
  }

  private static GenericKubernetesResource scaledObject(Map<String, Object> bounds) {
    Map<String, Object> spec = new TreeMap<>(bounds);
    spec.put("scaleTargetRef", Map.of("name", "chat"));
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("keda.sh/v1alpha1")
        .withKind("ScaledObject")
        .withNewMetadata()
        .withName("scaler")
        .withNamespace("inference")
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }
}
