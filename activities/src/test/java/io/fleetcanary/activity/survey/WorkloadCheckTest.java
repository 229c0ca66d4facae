package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.activity.workload.Chat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WorkloadCheckTest {
  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @DisplayName("S49, S48: the version that serves crashes, a release is to mend it")
  @Test
  void refusesAnUnavailablePod() {
    given(deployment -> deployment.editStatus().withAvailableReplicas(1).endStatus());

    assertThat(chat.survey().problems())
        .containsExactly(
            "Deployment chat must have all pods available, got 1 of 2; repair it first");
  }

  @Test
  void refusesAWorkloadScaledToNothing() {
    given(deployment -> deployment.editSpec().withReplicas(0).endSpec());

    assertThat(chat.survey().problems())
        .containsExactly("Deployment chat must have at least 1 replica, got 0; scale it up");
  }

  @Test
  void refusesAWorkloadThatIsRolling() {
    given(deployment -> deployment.editStatus().withUpdatedReplicas(1).endStatus());

    assertThat(chat.survey().problems())
        .containsExactly(
            "Deployment chat must not be rolling, got 1 of 2 pods updated; wait until it is done");
  }

  @Test
  void refusesAWorkloadItsControllerHasNotSeen() {
    given(deployment -> deployment.editStatus().withObservedGeneration(0L).endStatus());

    assertThat(chat.survey().problems())
        .containsExactly(
            "Deployment chat must have been seen by its controller as it is;"
                + " wait, or look why not");
  }

  @Test
  void refusesAPausedWorkload() {
    given(deployment -> deployment.editSpec().withPaused(true).endSpec());

    assertThat(chat.survey().problems())
        .containsExactly(
            "Deployment chat must not be paused, promotion would never end; resume it");
  }

  @Test
  void refusesTheStrategyRecreate() {
    given(
        deployment ->
            deployment.editSpec().withNewStrategy().withType("Recreate").endStrategy().endSpec());

    assertThat(chat.survey().problems())
        .containsExactly(
            "Deployment chat must have the strategy RollingUpdate, got Recreate,"
                + " promotion would stop all pods at once; change the strategy");
  }

  @Test
  void refusesAContainerThatIsNotThere() {
    chat.request = chat.requestFor("engine", chat.request.metrics());

    var survey = chat.survey();

    assertThat(survey.problems())
        .containsExactly(
            "revision.container must be one of [server], got engine; correct the spec");
    assertThat(survey.container()).isEmpty();
  }

  @Test
  void warnsOfAnImageByTagWithTheDigestThatRuns() {
    given(deployment -> image(deployment, "registry.example/vllm:latest"));

    var survey = chat.survey();

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.warnings())
        .containsExactly(
            "Deployment chat names its image by tag, a way back could bring another; digest now:"
                + " sha256:"
                + "a".repeat(64));
  }

  @Test
  void warnsWhenTheImageAlreadyServes() {
    given(deployment -> image(deployment, Chat.NEW));

    assertThat(chat.survey().warnings())
        .containsExactly("Deployment chat already has the image to release");
  }

  private void given(UnaryOperator<DeploymentBuilder> change) {
    chat.deployment = change.apply(new DeploymentBuilder(chat.deployment)).build();
  }

  private static DeploymentBuilder image(DeploymentBuilder deployment, String image) {
    return deployment.editSpec().withTemplate(Chat.template(image)).endSpec();
  }
}
