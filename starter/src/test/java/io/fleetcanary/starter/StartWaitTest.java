package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code start --wait}, and what a pipeline gets of it. */
@Timeout(600)
class StartWaitTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @TempDir private Path folder;

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void waitsUntilTheSpecIsAccepted() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--wait=accepted");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                0,
                CommandLineFixture.golden("status.txt"),
                CommandLineFixture.golden("start-wait.txt")));
  }

  @Test
  void stopsWaitingAndLeavesTheRolloutRunning() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--wait", "--timeout", "100ms");

    assertThat(typed.code()).isEqualTo(ExitCode.PERSON_NEEDED.code());
    assertThat(typed.err())
        .endsWith(
            """
            rollout/inference/chat is waiting for approval; not waiting any longer than 100ms
              what it waits for: fleetcanary status inference/chat
              wait again: fleetcanary status inference/chat --wait
            """);
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void saysOnceThatItStopsWaiting() throws Exception {
    Typed typed =
        TEMPORAL.typeInAShell("start", CommandLineFixture.SPEC, "--wait", "--timeout", "100ms");

    assertThat(typed.code()).isEqualTo(ExitCode.PERSON_NEEDED.code());
    assertThat(typed.err())
        .endsWith(
            """
            rollout/inference/chat is waiting for approval; not waiting any longer than 100ms
              what it waits for: fleetcanary status inference/chat
              wait again: fleetcanary status inference/chat --wait
            """)
        .containsOnlyOnce("wait again");
  }

  @Test
  void waitsUntilAWaveServesTheNewRevision() {
    for (String wave : List.of("wave:first", "wave:1")) {
      Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--wait=" + wave);

      assertThat(typed.code()).as(typed.err()).isZero();
      assertThat(typed.out()).isEqualTo(CommandLineFixture.golden("status.txt"));
    }
  }

  @Test
  void waitsForTheEndOfARolloutWhoseWaveGoesBack() throws IOException {
    String spec = Files.readString(Path.of(CommandLineFixture.SPEC));
    Path bad = Files.writeString(folder.resolve("bad.yaml"), spec.replace("2026.11.3", "bad"));

    Typed typed = TEMPORAL.type("start", bad.toString(), "--wait=wave:first");

    assertThat(typed.code()).as(typed.out()).isEqualTo(ExitCode.ROLLED_BACK.code());
    assertThat(typed.err()).contains("chat returning: errors 21.3 % > limit 2 %");
    assertThat(typed.out())
        .startsWith(
            "chat 2026.11.3: rolled back\nerrors 21.3 % > limit 2 %, n = 400, cluster eu-1\n");
  }

  @Test
  void keepsWaitingForAWaveThatHasNotBegun() {
    Typed typed =
        TEMPORAL.type("start", CommandLineFixture.SPEC, "--wait=wave:rest", "--timeout", "100ms");

    assertThat(typed.code()).isEqualTo(ExitCode.PERSON_NEEDED.code());
  }

  @Test
  void saysWhichWavesThereAre() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--wait=wave:last");

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err())
        .endsWith(
            """
            no wave last to wait for; the rollout goes on
              its waves are first, rest
            """);
  }

  @Test
  void refusesToWaitForSomethingElse() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--wait=lunch");

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err())
        .contains("must be accepted, done or wave: with a wave's name or number, got lunch");
  }

  @Test
  void startsNothingForAFormThatOnlyReportsHave() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--wait", "-o", "junit");

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err())
        .contains("only reports have a form for JUnit: fleetcanary report ROLLOUT -o junit");
  }

  @Test
  void leavesAReportAndOutputsForAStepOfGithub() throws IOException {
    Path summary = Files.writeString(folder.resolve("summary"), "of another command\n");
    Path outputs = folder.resolve("outputs");

    Typed typed =
        TEMPORAL.typeWith(
            Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_STEP_SUMMARY", summary.toString(),
                "GITHUB_OUTPUT", outputs.toString()),
            "start",
            CommandLineFixture.SPEC,
            "--wait",
            "--timeout",
            "100ms");

    assertThat(typed.code()).isEqualTo(ExitCode.PERSON_NEEDED.code());
    assertThat(summary)
        .content()
        .startsWith("of another command\n### chat 2026.11.3: waiting for approval\n");
    assertThat(outputs)
        .hasContent("rollout=rollout/inference/chat\nphase=WAITING_FOR_APPROVAL\ndigest=d1ge57");
    assertThat(typed.err()).doesNotContain("::error");
  }

  @Test
  void annotatesAStepOfGithubWhereARolloutHasEndedBadly() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    TEMPORAL.type("abort", "inference/chat", "--reason", "pager");

    Typed typed =
        TEMPORAL.typeWith(Map.of("GITHUB_ACTIONS", "true"), "status", "inference/chat", "--wait");

    assertThat(typed.code()).isEqualTo(ExitCode.ABORTED.code());
    assertThat(typed.err())
        .contains("::error title=rollout/inference/chat aborted::aborted by ann: pager\n");
  }

  @Test
  void saysThatNothingCouldBeLeftForAStepOfGithub() {
    Typed typed =
        TEMPORAL.typeWith(
            Map.of("GITHUB_ACTIONS", "true", "GITHUB_OUTPUT", folder.toString()),
            "start",
            CommandLineFixture.SPEC,
            "--wait=accepted");

    assertThat(typed.code()).isZero();
    assertThat(typed.err()).contains("nothing left for the page of this run: ");
  }

  @Test
  void printsWhatFitsIntoAComment() {
    TEMPORAL.type("start", CommandLineFixture.SPEC, "--wait=accepted");
    assertThat(TEMPORAL.type("status", "inference/chat", "-o", "md").out())
        .isEqualTo("### Status\n\n```text\n" + CommandLineFixture.golden("status.txt") + "```\n");
  }
}
