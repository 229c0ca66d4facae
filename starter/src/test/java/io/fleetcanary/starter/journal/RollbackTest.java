package io.fleetcanary.starter.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class RollbackTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/search");
  }

  @Test
  void saysWhatItWouldStart() {
    Typed typed = TEMPORAL.type("rollback", "inference/search", "--dry-run");

    assertThat(typed)
        .isEqualTo(
            new Typed(0, CommandLineFixture.golden("rollback-dry-run.txt", typed.out()), ""));
    assertThat(TEMPORAL.type("status", "inference/search").out())
        .as("nothing was started by it")
        .doesNotContain("waiting for approval");
  }

  @Test
  void putsBackTheRevisionBeforeWithWhatLaterOnesChangedBesides() {
    Typed typed = TEMPORAL.type("rollback", "inference/search", "--by", "eve");

    assertThat(typed)
        .isEqualTo(new Typed(0, CommandLineFixture.golden("rollback.txt", typed.out()), ""));
    assertThat(input())
        .contains(
            "\"revision\":{\"name\":\"2026.11.2\",\"image\":\"registry.example/vllm@sha256:a1a1",
            "\"env\":{\"LOG\":\"debug\",\"MODEL_URI\":\"s3://models/2\"}",
            "\"bake\":\"30m\"",
            "\"again\":true",
            "\"by\":\"eve\"");
  }

  @Test
  void startsItOnceHoweverOftenItIsTyped() {
    TEMPORAL.type("rollback", "inference/next");

    Typed typed = TEMPORAL.type("rollback", "inference/next");

    assertThat(typed)
        .isEqualTo(new Typed(0, "the rollout of 2026.11.3 is under way: nothing to do\n", ""));
    TEMPORAL.type("abort", "inference/next");
  }

  @Test
  void leavesAnotherRolloutOfTheServiceAlone() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("rollback", "inference/chat");

    assertThat(typed.code()).as(typed.err()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(typed.err()).contains("is already running");
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void doesNothingWhereTheRevisionServesAlready() {
    assertThat(TEMPORAL.type("rollback", "inference/search", "--to", "2026.11.4"))
        .isEqualTo(
            new Typed(
                0,
                "2026.11.4 is what was promoted last, at 2026-09-04T11:00:00Z: nothing to do; it serves everywhere, in"
                    + " 3 clusters\n",
                ""));
  }

  @Test
  void bringsBackWhatWasPromotedLastWhereSomebodyHasChangedIt() {
    Typed typed = TEMPORAL.type("rollback", "inference/edited", "--to", "2026.11.4", "--dry-run");

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out()).startsWith("back from 2026.11.4 to 2026.11.4\n");
  }

  @Test
  void goesBackToNothingThatWasNotGood() {
    Typed typed = TEMPORAL.type("rollback", "inference/search", "--to", "2026.11.3");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.CONFLICT.code(),
                "",
                """
                the journal has no rollout of inference/search that promoted 2026.11.3 everywhere
                  what it has: fleetcanary history inference/search
                  with a spec at hand: fleetcanary start FILE --again
                """));
  }

  @Test
  void refusesToGuessWhatAVariableWasBefore() {
    Typed typed = TEMPORAL.type("rollback", "inference/search", "--to", "2026.11.1");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.CONFLICT.code(),
                "",
                """
                the journal does not know what these were in 2026.11.1, and later revisions changed them: env.LOG
                  write a spec that says it: fleetcanary start FILE --again
                """));
  }

  private static String input() {
    return TEMPORAL
        .client()
        .fetchHistory("rollout/inference/search")
        .getEvents()
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getInput()
        .getPayloads(0)
        .getData()
        .toStringUtf8();
  }
}
