package io.fleetcanary.activity.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanaryManifestsTest {
  private static final Map<String, String> CANARY =
      Map.of("app", "chat-canary", "tier", "gpu", "fleetcanary.io/track", "canary");

  @Test
  void beginsWithoutPods() {
    Deployment canary = deployment(Chat.deployment());

    assertThat(canary.getMetadata().getName()).isEqualTo("chat-canary");
    assertThat(canary.getSpec().getReplicas()).isZero();
    assertThat(canary.getStatus()).isNull();
  }

  @Test
  void carriesTheRevision() {
    Deployment canary = deployment(Chat.deployment());

    assertThat(Templates.carries(canary.getSpec().getTemplate(), Chat.REVISION)).isTrue();
  }

  @Test
  void carriesNothingThatOnlyTheServerMaySay() {
    Deployment served = Chat.deployment();
    served.getMetadata().setUid("uid");
    served.getMetadata().setResourceVersion("17");
    served.getMetadata().setCreationTimestamp("2026-11-25T12:00:00Z");
    served.getMetadata().setAnnotations(Map.of("deployment.kubernetes.io/revision", "4"));

    var metadata = deployment(served).getMetadata();

    assertThat(metadata.getUid()).isNull();
    assertThat(metadata.getResourceVersion()).isNull();
    assertThat(metadata.getCreationTimestamp()).isNull();
    assertThat(metadata.getGeneration()).isNull();
    assertThat(metadata.getAnnotations()).isEmpty();
  }

  @Test
  void changesOnlyTheLabelThatBothSelectorsUse() {
    Deployment canary = deployment(Chat.deployment());

    assertThat(canary.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(CANARY);
    assertThat(canary.getSpec().getSelector().getMatchLabels())
        .isEqualTo(Map.of("app", "chat-canary", "fleetcanary.io/track", "canary"));
    assertThat(service(Chat.service()).getSpec().getSelector())
        .isEqualTo(Map.of("app", "chat-canary", "fleetcanary.io/track", "canary"));
  }

  @Test
  void changesOneLabelOfEachSelectorWhereTheyShareNone() {
    Deployment stable = selecting(Map.of("app", "chat"));
    Service service = serviceSelecting(Map.of("tier", "gpu"));

    Deployment canary = CanaryManifests.deployment(stable, service, Chat.plan());

    assertThat(canary.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("app", "chat-canary")
        .containsEntry("tier", "gpu-canary");
    assertThat(CanaryManifests.service(service, stable, Chat.plan()).getSpec().getSelector())
        .isEqualTo(Map.of("tier", "gpu-canary", "fleetcanary.io/track", "canary"));
  }

  @Test
  void prefersTheLabelThatNamesTheWorkload() {
    Deployment stable =
        new DeploymentBuilder(selecting(Map.of("a-team", "language", "app", "chat")))
            .editSpec()
            .editTemplate()
            .editMetadata()
            .addToLabels("a-team", "language")
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    Service service = serviceSelecting(Map.of("a-team", "language", "app", "chat"));

    Deployment canary = CanaryManifests.deployment(stable, service, Chat.plan());

    assertThat(canary.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("app", "chat-canary")
        .containsEntry("a-team", "language");
  }

  @Test
  void isCaughtByNeitherOfStablesSelectors() {
    Deployment stable = Chat.deployment();
    Map<String, String> pods = deployment(stable).getSpec().getTemplate().getMetadata().getLabels();

    assertThat(Selectors.catches(stable.getSpec().getSelector(), pods)).isFalse();
    assertThat(Selectors.catches(Chat.service().getSpec().getSelector(), pods)).isFalse();
  }

  @Test
  void catchesNoneOfStablesPods() {
    Map<String, String> stable = Chat.template(Chat.OLD).getMetadata().getLabels();

    assertThat(Selectors.catches(deployment(Chat.deployment()).getSpec().getSelector(), stable))
        .isFalse();
    assertThat(Selectors.catches(service(Chat.service()).getSpec().getSelector(), stable))
        .isFalse();
  }

  @Test
  void refusesALabelThatWouldBecomeTooLong() {
    Deployment stable =
        new DeploymentBuilder(selecting(Map.of("app", "c".repeat(57))))
            .editSpec()
            .editTemplate()
            .editMetadata()
            .addToLabels("app", "c".repeat(57))
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    Service service = serviceSelecting(Map.of("app", "c".repeat(57)));

    assertThatThrownBy(() -> CanaryManifests.deployment(stable, service, Chat.plan()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a label that the selectors use must be free to get -canary behind its value, within"
                + " 63 characters; shorten the value, or select by another label");
  }

  @Test
  void letsSelectorsInsideTheTemplateFollow() {
    Deployment stable =
        spreading(new LabelSelectorBuilder().addToMatchLabels("app", "chat").build());

    PodSpec pod = deployment(stable).getSpec().getTemplate().getSpec();

    assertThat(pod.getTopologySpreadConstraints().getFirst().getLabelSelector().getMatchLabels())
        .isEqualTo(Map.of("app", "chat-canary"));
    assertThat(antiAffinity(pod).getMatchLabels()).isEqualTo(Map.of("app", "chat-canary"));
    assertThat(antiAffinity(stable.getSpec().getTemplate().getSpec()).getMatchLabels())
        .isEqualTo(Map.of("app", "chat"));
  }

  @Test
  void leavesSelectorsForOtherPodsAlone() {
    LabelSelector cache =
        new LabelSelectorBuilder()
            .addToMatchLabels("app", "chat")
            .addToMatchLabels("tier", "cache")
            .build();

    PodSpec pod = deployment(spreading(cache)).getSpec().getTemplate().getSpec();

    assertThat(antiAffinity(pod)).isEqualTo(cache);
  }

  @Test
  void followsExpressionsAndKeepsNotInMeaningUs() {
    LabelSelector in = expression("In", "chat", "embed");
    LabelSelector notIn = expression("NotIn", "chat");

    assertThat(followed(in)).isEqualTo(expression("In", "chat-canary", "embed"));
    assertThat(followed(notIn)).isEqualTo(expression("NotIn", "chat", "chat-canary"));
  }

  @Test
  void makesAServiceForInsideTheClusterOnly() {
    Service stable =
        new ServiceBuilder(Chat.service())
            .editSpec()
            .withType("LoadBalancer")
            .withClusterIP("10.0.0.7")
            .withClusterIPs("10.0.0.7")
            .withLoadBalancerIP("192.0.2.1")
            .editFirstPort()
            .withNodePort(30080)
            .endPort()
            .endSpec()
            .build();

    Service canary = service(stable);

    assertThat(canary.getSpec().getType()).isEqualTo("ClusterIP");
    assertThat(canary.getSpec().getClusterIP()).isNull();
    assertThat(canary.getSpec().getClusterIPs()).isEmpty();
    assertThat(canary.getSpec().getLoadBalancerIP()).isNull();
    assertThat(canary.getSpec().getPorts()).isEqualTo(Chat.service().getSpec().getPorts());
  }

  @Test
  void keepsAHeadlessServiceHeadless() {
    Service stable =
        new ServiceBuilder(Chat.service()).editSpec().withClusterIP("None").endSpec().build();

    assertThat(service(stable).getSpec().getClusterIP()).isEqualTo("None");
  }

  @Test
  void carriesStablesLabelsButNoMarksOfItsOwners() {
    Service stable =
        new ServiceBuilder(Chat.service())
            .editMetadata()
            .addToLabels("app", "chat")
            .addToLabels("argocd.argoproj.io/instance", "chat")
            .addToAnnotations("prometheus.io/scrape", "true")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .endMetadata()
            .build();

    var metadata = service(stable).getMetadata();

    assertThat(metadata.getName()).isEqualTo("chat-canary");
    assertThat(metadata.getLabels())
        .isEqualTo(
            Map.of("app", "chat-canary", "team", "language", "fleetcanary.io/track", "canary"));
    assertThat(metadata.getAnnotations()).isEqualTo(Map.of("prometheus.io/scrape", "true"));
  }

  private static Deployment deployment(Deployment stable) {
    return CanaryManifests.deployment(stable, Chat.service(), Chat.plan());
  }

  private static Service service(Service stable) {
    return CanaryManifests.service(stable, Chat.deployment(), Chat.plan());
  }

  private static Deployment selecting(Map<String, String> labels) {
    return new DeploymentBuilder(Chat.deployment())
        .editSpec()
        .editSelector()
        .withMatchLabels(labels)
        .endSelector()
        .endSpec()
        .build();
  }

  private static Service serviceSelecting(Map<String, String> labels) {
    return new ServiceBuilder(Chat.service()).editSpec().withSelector(labels).endSpec().build();
  }

  private static LabelSelector expression(String operator, String... values) {
    return new LabelSelectorBuilder()
        .addNewMatchExpression()
        .withKey("app")
        .withOperator(operator)
        .withValues(values)
        .endMatchExpression()
        .build();
  }

  private static LabelSelector followed(LabelSelector selector) {
    return antiAffinity(deployment(spreading(selector)).getSpec().getTemplate().getSpec());
  }

  private static LabelSelector antiAffinity(PodSpec pod) {
    return pod.getAffinity()
        .getPodAntiAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getFirst()
        .getLabelSelector();
  }

  private static Deployment spreading(LabelSelector selector) {
    return new DeploymentBuilder(Chat.deployment())
        .editSpec()
        .editTemplate()
        .editSpec()
        .addNewTopologySpreadConstraint()
        .withTopologyKey("zone")
        .withLabelSelector(selector)
        .endTopologySpreadConstraint()
        .withNewAffinity()
        .withNewPodAntiAffinity()
        .addNewRequiredDuringSchedulingIgnoredDuringExecution()
        .withTopologyKey("kubernetes.io/hostname")
        .withLabelSelector(selector)
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endPodAntiAffinity()
        .endAffinity()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
