package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class StatusTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void saysHowTheRolloutEnded() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    TEMPORAL.type("reject", "inference/chat", "--gate", "first");

    Typed typed = TEMPORAL.type("status", "inference/chat", "--wait");

    assertThat(typed.code()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(typed.out()).startsWith("chat 2026.11.3: rejected\nrejected by ann\n");
  }

  @Test
  void asksForAPersonWhenTheRolloutWasTerminated() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    TEMPORAL.type("status", "inference/chat"); // answered: no decision of the workflow is under way
    TEMPORAL.client().newUntypedWorkflowStub("rollout/inference/chat").terminate("by mistake");

    Typed typed = TEMPORAL.type("status", "inference/chat", "--wait");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.HANDED_OVER.code(), "", CommandLineFixture.golden("status-cut.txt")));
  }

  @Test
  void showsTheStatus() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("status", "inference/chat");

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("status.txt"), ""));
  }

  @Test
  void showsTheStatusToAScript() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("status", "rollout/inference/chat", "--output", "json");

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("status.json"), ""));
  }

  @Test
  void showsTheStatusAsYamlUnderItsOtherName() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("get", "inference/chat", "-o", "yaml");

    assertThat(typed)
        .isEqualTo(new Typed(0, CommandLineFixture.golden("status.yaml", typed.out()), ""));
  }

  @Test
  void saysThatThereIsNoSuchRollout() {
    Typed typed = TEMPORAL.type("status", "inference/nobody");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.CONFLICT.code(), "", CommandLineFixture.golden("status-unknown.txt")));
  }
}
