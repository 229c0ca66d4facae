package io.fleetcanary.activity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanaryLabelsTest {
  @Test
  void changesALabelThatIsSelectedByAListOfValues() {
    Deployment stable = selectingIn("chat", "chat-2");

    CanaryLabels labels = CanaryLabels.of(stable, Chat.service());

    assertThat(labels.changed()).containsExactly(Map.entry("app", "chat"));
    assertThat(labels.deploymentSelector())
        .isEqualTo(Map.of("app", "chat-canary", CanaryLabels.TRACK, "canary"));
    assertThat(Selectors.catches(stable.getSpec().getSelector(), labels.pods())).isFalse();
  }

  @Test
  void findsNoLabelWhereTheListHasTheCanarysValueToo() {
    assertThat(CanaryLabels.problem(selectingIn("chat", "chat-canary"), Chat.service()))
        .contains(
            "a label that the selectors use must be free to get -canary behind its value, within"
                + " 63 characters; shorten the value, or select by another label");
  }

  @Test
  void findsNoLabelWhereTheServiceSelectsNothing() {
    var selectorless =
        new ServiceBuilder(Chat.service()).editSpec().withSelector(Map.of()).endSpec().build();

    assertThat(CanaryLabels.problem(Chat.deployment(), selectorless))
        .contains(
            "the Service's selector must select the Deployment's pods, got {};"
                + " correct one of them");
  }

  private static Deployment selectingIn(String... values) {
    return new DeploymentBuilder(Chat.deployment())
        .editSpec()
        .withSelector(
            new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey("app")
                .withOperator("In")
                .withValues(values)
                .endMatchExpression()
                .build())
        .endSpec()
        .build();
  }
}
