package io.fleetcanary.starter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"inference/chat", "rollout/inference/chat"})
  void isNamedByItsServiceOrByItsWorkflow(String typed) {
    RolloutName name = RolloutName.parse(typed);

    assertThat(name).isEqualTo(new RolloutName("inference", "chat"));
    assertThat(name.workflowId()).isEqualTo("rollout/inference/chat");
    assertThat(name).hasToString("inference/chat");
  }

  @Test
  void canBeInANamespaceOfThatName() {
    assertThat(RolloutName.parse("rollout/chat")).isEqualTo(new RolloutName("rollout", "chat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chat", "/chat", "inference/", "a/b/c", "inference/my chat"})
  void refusesOtherForms(String typed) {
    assertThatThrownBy(() -> RolloutName.parse(typed))
        .hasMessage("a rollout must be named <namespace>/<service>, got " + typed);
  }
}
