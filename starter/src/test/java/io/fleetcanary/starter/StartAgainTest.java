package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that is run once more, after the rollout that it had started has ended. */
@Timeout(600)
class StartAgainTest {
  private static final Pattern TIME = Pattern.compile("[0-9-]{10}T[0-9:]{8}Z");

  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @TempDir private Path folder;

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void hasNothingToDoAfterItWasPromoted() {
    promote(CommandLineFixture.SPEC);

    Typed typed = timeless(TEMPORAL.type("start", CommandLineFixture.SPEC));

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("start-promoted.txt"), ""));
    assertThat(TEMPORAL.type("status", "inference/chat").out())
        .startsWith("chat 2026.11.3: promoted");
  }

  @Test
  void tellsAScriptHowItEnded() {
    promote(CommandLineFixture.SPEC);

    Typed typed = timeless(TEMPORAL.type("start", CommandLineFixture.SPEC, "-o", "json"));

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("start-promoted.json"), ""));
  }

  /** Whether it is waited for or not. */
  @ParameterizedTest
  @ValueSource(strings = {"--wait", "--output=table"})
  void saysWhereItDoesNotServeAnyMore(String option) throws IOException {
    String edited = named("edited");
    promote(edited);

    Typed typed = timeless(TEMPORAL.type("start", edited, option));

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.CONFLICT.code(),
                "",
                """
                rollout/inference/chat was promoted at <time> with this spec, and does not serve now in eu-2; nothing was started
                  what is there now, and what would happen: fleetcanary plan %1$s
                  release it again: fleetcanary start %1$s --again
                """
                    .formatted(edited)));
  }

  @Test
  void saysWhereNobodyCanTell() throws IOException {
    promote(named("unseen"));

    Typed typed = TEMPORAL.type("start", named("unseen"));

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("\n  serves  in 2 of 3 clusters; nobody could tell of us-1\n");
  }

  @Test
  void saysThatNobodyHasLooked() throws IOException {
    promote(named("unreadable"));

    Typed typed = timeless(TEMPORAL.type("start", named("unreadable")));

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains(
            "with this very spec, promoted at <time>: promoted everywhere; nothing was started\n",
            "\n  serves  as far as is known: nobody could look: the worker is confused\n");
  }

  @Test
  void leavesTheSameOutputsOnceMore() throws IOException {
    promote(CommandLineFixture.SPEC);
    Path outputs = folder.resolve("outputs");

    Typed typed =
        TEMPORAL.typeWith(
            Map.of("GITHUB_ACTIONS", "true", "GITHUB_OUTPUT", outputs.toString()),
            "start",
            CommandLineFixture.SPEC,
            "--wait");

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out()).startsWith("chat 2026.11.3: promoted");
    assertThat(outputs).content().contains("phase=PROMOTED");
  }

  @Test
  void doesNotStartAgainWhatWasRolledBack() throws IOException {
    String bad = named("bad");
    assertThat(TEMPORAL.type("start", bad, "--wait").code()).isEqualTo(ExitCode.ROLLED_BACK.code());
    awaitEnd();

    Typed once = timeless(TEMPORAL.type("start", bad));
    Typed waiting = timeless(TEMPORAL.type("start", bad, "--wait"));

    String ended =
        "rollout/inference/chat has ended already with this very spec, rolled back at <time>:"
            + " errors 21.3 % > limit 2 %, n = 400, cluster eu-1; nothing was started\n";
    assertThat(once)
        .isEqualTo(
            new Typed(
                ExitCode.ROLLED_BACK.code(),
                "",
                ended
                    + "  look at it: fleetcanary report inference/chat\n"
                    + "  start it again: fleetcanary start "
                    + bad
                    + " --again\n"));
    assertThat(waiting.code()).isEqualTo(ExitCode.ROLLED_BACK.code());
    assertThat(waiting.err()).startsWith(ended);
    assertThat(waiting.out()).startsWith("chat 2026.11.3: rolled back\n");
  }

  @Test
  void doesNotStartAgainWhatAPersonHasStopped() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    TEMPORAL.type("abort", "inference/chat", "--reason", "pager");
    awaitEnd();

    Typed typed = timeless(TEMPORAL.type("start", CommandLineFixture.SPEC));

    assertThat(typed.code()).isEqualTo(ExitCode.ABORTED.code());
    assertThat(typed.err())
        .contains("aborted at <time>: aborted by ann: pager; nothing was started");
  }

  @Test
  void startsAgainWhereAPersonSaysSo() {
    promote(CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--again");

    assertThat(typed.out()).startsWith("started rollout/inference/chat\n");
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void knowsTheSpecThatWasStartedAgain() {
    TEMPORAL.type("start", CommandLineFixture.SPEC, "--again");
    assertThat(TEMPORAL.type("start", CommandLineFixture.SPEC).out())
        .contains("is running already");
    approve();

    assertThat(TEMPORAL.type("start", CommandLineFixture.SPEC).out())
        .contains("has ended already with this very spec, promoted");
  }

  @Test
  void startsWhatAnotherRevisionHasReplaced() throws IOException {
    promote(CommandLineFixture.SPEC);
    promote(named("2026.11.4"));

    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC);

    assertThat(typed.out()).startsWith("started rollout/inference/chat\n");
  }

  @Test
  void startsWhatWasClosedFromOutside() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    TEMPORAL.client().newUntypedWorkflowStub("rollout/inference/chat").terminate("by hand");

    assertThat(TEMPORAL.type("start", CommandLineFixture.SPEC).out())
        .startsWith("started rollout/inference/chat\n");
  }

  private static Typed timeless(Typed typed) {
    return new Typed(
        typed.code(),
        TIME.matcher(typed.out()).replaceAll("<time>"),
        TIME.matcher(typed.err()).replaceAll("<time>"));
  }

  private static void promote(String spec) {
    assertThat(TEMPORAL.type("start", spec).out()).startsWith("started");
    approve();
  }

  private static void approve() {
    TEMPORAL.type("approve", "inference/chat", "--gate", "first", "--digest", Samples.DIGEST);
    awaitEnd();
  }

  /** The run closes a moment after the answer to what ends it. */
  private static void awaitEnd() {
    TEMPORAL.awaitClosed("rollout/inference/chat");
  }

  private String named(String revision) throws IOException {
    String spec = Files.readString(Path.of(CommandLineFixture.SPEC));
    return Files.writeString(
            folder.resolve(revision + ".yaml"), spec.replace("2026.11.3", revision))
        .toString();
  }
}
