package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnerCheckTest {
  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  void refusesAnAutoscaledWorkload() {
    assertThat(chat.survey(autoscaler("chat")).problems())
        .containsExactly(
            "Deployment chat must not be autoscaled for now, got HorizontalPodAutoscaler scaler;"
                + " remove it for the rollout");
  }

  @Test
  void allowsAutoscalersOfOtherWorkloads() {
    assertThat(chat.survey(autoscaler("embed")).problems()).isEmpty();
  }

  @Test
  void refusesAWorkloadScaledByKeda() {
    assertThat(chat.survey(scaledObject()).problems())
        .containsExactly(
            "Deployment chat must not be autoscaled for now, got ScaledObject scaler;"
                + " remove it for the rollout");
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

  private static HorizontalPodAutoscaler autoscaler(String target) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("scaler")
        .withNamespace("inference")
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", target)
        .endSpec()
        .build();
  }

  private static GenericKubernetesResource scaledObject() {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("keda.sh/v1alpha1")
        .withKind("ScaledObject")
        .withNewMetadata()
        .withName("scaler")
        .withNamespace("inference")
        .endMetadata()
        .addToAdditionalProperties("spec", Map.of("scaleTargetRef", Map.of("name", "chat")))
        .build();
  }
}
