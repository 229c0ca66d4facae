package io.fleetcanary.activity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnershipTest {
  static List<Arguments> marks() {
    return List.of(
        Arguments.of(
            annotated("argocd.argoproj.io/tracking-id"),
            "Argo CD (argocd.argoproj.io/tracking-id)"),
        Arguments.of(
            labelled("argocd.argoproj.io/instance", "chat"),
            "Argo CD (argocd.argoproj.io/instance)"),
        Arguments.of(
            labelled("kustomize.toolkit.fluxcd.io/name", "apps"),
            "Flux (kustomize.toolkit.fluxcd.io/name)"),
        Arguments.of(
            labelled("helm.toolkit.fluxcd.io/name", "chat"), "Flux (helm.toolkit.fluxcd.io/name)"),
        Arguments.of(annotated("meta.helm.sh/release-name"), "Helm (meta.helm.sh/release-name)"),
        Arguments.of(
            labelled("app.kubernetes.io/managed-by", "Helm"),
            "Helm (app.kubernetes.io/managed-by)"),
        Arguments.of(managed("argocd-controller"), "Argo CD (field manager argocd-controller)"),
        Arguments.of(managed("kustomize-controller"), "Flux (field manager kustomize-controller)"),
        Arguments.of(managed("helm-controller"), "Flux (field manager helm-controller)"),
        Arguments.of(managed("helm"), "Helm (field manager helm)"));
  }

  @ParameterizedTest
  @MethodSource("marks")
  void namesTheToolAndWhatGaveItAway(ObjectMeta metadata, String owner) {
    assertThat(Ownership.of(new DeploymentBuilder().withMetadata(metadata).build()))
        .contains(owner);
  }

  @Test
  void namesTheController() {
    ObjectMeta metadata =
        new ObjectMetaBuilder()
            .addNewOwnerReference()
            .withKind("InferenceService")
            .withName("chat")
            .withController(true)
            .endOwnerReference()
            .build();

    assertThat(Ownership.of(new DeploymentBuilder().withMetadata(metadata).build()))
        .contains("InferenceService chat (its controller)");
  }

  @Test
  void takesKubectlAndPlainLabelsForNobody() {
    ObjectMeta metadata =
        new ObjectMetaBuilder(managed("kubectl-client-side-apply"))
            .addToLabels("app.kubernetes.io/managed-by", "platform-team")
            .addToLabels("app.kubernetes.io/instance", "chat")
            .build();

    assertThat(Ownership.of(new DeploymentBuilder().withMetadata(metadata).build())).isEmpty();
  }

  private static ObjectMeta annotated(String key) {
    return new ObjectMetaBuilder().addToAnnotations(key, "chat").build();
  }

  private static ObjectMeta labelled(String key, String value) {
    return new ObjectMetaBuilder().addToLabels(key, value).build();
  }

  private static ObjectMeta managed(String manager) {
    return new ObjectMetaBuilder()
        .addNewManagedField()
        .withManager(manager)
        .endManagedField()
        .build();
  }
}
