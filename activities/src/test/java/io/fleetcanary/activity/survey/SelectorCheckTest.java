package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SelectorCheckTest {
  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  void refusesAServiceThatSelectsOtherLabels() {
    chat.service = selecting("chat", Map.of("app", "embed"));

    assertThat(chat.survey().problems())
        .containsExactly(
            "the Service's selector must select the Deployment's pods, got {app=embed};"
                + " correct one of them");
  }

  @Test
  void refusesAServiceThatSelectsPodsOfOthersToo() {
    var batch = Chat.pod("batch-1", "x");
    batch.getMetadata().setLabels(Map.of("app", "chat", "role", "batch"));
    chat.deployment =
        new DeploymentBuilder(chat.deployment)
            .editSpec()
            .editSelector()
            .addToMatchLabels("tier", "gpu")
            .endSelector()
            .endSpec()
            .build();

    assertThat(chat.survey(batch).problems())
        .containsExactly(
            "Service chat must select pods of Deployment chat only, got pod batch-1;"
                + " give that pod another label");
  }

  @Test
  void refusesSelectorsThatNameNoValue() {
    chat.deployment =
        new DeploymentBuilder(chat.deployment)
            .editSpec()
            .withSelector(exists("app"))
            .endSpec()
            .build();

    assertThat(chat.survey().problems())
        .containsExactly(
            "the Deployment's selector must name label values, got Exists, DoesNotExist or NotIn;"
                + " select by matchLabels");
  }

  @Test
  void refusesAServiceWhoseNameLeavesNoRoom() {
    String name = "c".repeat(57);
    chat.service = selecting(name, Map.of("app", "chat"));
    chat.request =
        new SurveyRequest(
            chat.request.cluster(),
            "inference",
            name,
            new WorkloadRef("Deployment", "chat"),
            new RouteRef("HTTPRoute", "chat"),
            "",
            "",
            List.of());

    assertThat(chat.survey().problems())
        .contains(
            "the Service's name must leave room for -canary within 63 characters;"
                + " rename the Service");
  }

  @Test
  void refusesAnotherServiceThatWouldSelectTheCanary() {
    assertThat(chat.survey(selecting("all-gpu", Map.of("tier", "gpu"))).problems())
        .containsExactly(
            "Service all-gpu must not select the canary's pods; add app: chat to its selector");
  }

  @Test
  void allowsAnotherServiceThatSelectsAsStables() {
    assertThat(chat.survey(selecting("chat-direct", Map.of("app", "chat"))).problems()).isEmpty();
  }

  @Test
  void refusesADisruptionBudgetThatWouldSelectTheCanary() {
    var budget =
        new PodDisruptionBudgetBuilder()
            .withNewMetadata()
            .withName("gpu")
            .withNamespace("inference")
            .endMetadata()
            .withNewSpec()
            .withNewSelector()
            .addToMatchLabels("tier", "gpu")
            .endSelector()
            .endSpec()
            .build();

    assertThat(chat.survey(budget).problems())
        .containsExactly(
            "PodDisruptionBudget gpu must not select the canary's pods;"
                + " add app: chat to its selector");
  }

  @Test
  void warnsOfANetworkPolicyThatWouldNotSelectTheCanary() {
    var policy =
        new NetworkPolicyBuilder()
            .withNewMetadata()
            .withName("allow-gateway")
            .withNamespace("inference")
            .endMetadata()
            .withNewSpec()
            .withNewPodSelector()
            .addToMatchLabels("app", "chat")
            .endPodSelector()
            .endSpec()
            .build();

    var survey = chat.survey(policy);

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.warnings())
        .containsExactly(
            "NetworkPolicy allow-gateway selects stable's pods but would not select the canary's");
  }

  private static LabelSelector exists(String key) {
    return new LabelSelectorBuilder()
        .addNewMatchExpression()
        .withKey(key)
        .withOperator("Exists")
        .endMatchExpression()
        .build();
  }

  private static Service selecting(String name, Map<String, String> labels) {
    return new ServiceBuilder(Chat.service())
        .editMetadata()
        .withName(name)
        .endMetadata()
        .editSpec()
        .withSelector(labels)
        .endSpec()
        .build();
  }
}
