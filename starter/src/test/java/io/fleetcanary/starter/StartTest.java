package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class StartTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @TempDir private Path folder;

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void startsARollout() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("start.txt"), ""));
  }

  @Test
  void startsARolloutForAScript() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "-o", "json");

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("start.json"), ""));
  }

  @Test
  void givesTheWorkflowExactlyWhatTheFileSaysAndWhoAsks() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    String input =
        TEMPORAL
            .client()
            .fetchHistory("rollout/inference/chat")
            .getEvents()
            .getFirst()
            .getWorkflowExecutionStartedEventAttributes()
            .getInput()
            .getPayloads(0)
            .getData()
            .toStringUtf8();

    assertThat(input).isEqualTo(CommandLineFixture.golden("input.json").strip());
  }

  @Test
  void saysInTheSpecThatTheRevisionMayHaveFailedBefore() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--again", "--dry-run");

    assertThat(typed.out()).contains("\"again\":true");
    assertThat(TEMPORAL.type("start", CommandLineFixture.SPEC, "--dry-run").out())
        .doesNotContain("again");
  }

  @Test
  void refusesToStartASecondRolloutOfTheSameService() throws IOException {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("start", newer());

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.CONFLICT.code(), "", CommandLineFixture.golden("start-conflict.txt")));
  }

  @Test
  void joinsTheRolloutThatTheSameSpecHasStarted() {
    Typed first = TEMPORAL.type("start", CommandLineFixture.SPEC, "-o", "json");

    Typed again = TEMPORAL.type("start", CommandLineFixture.SPEC, "-o", "json");
    Typed toAPerson = TEMPORAL.type("start", CommandLineFixture.SPEC);

    assertThat(again)
        .isEqualTo(
            new Typed(0, first.out().replace("\"already\" : false", "\"already\" : true"), ""));
    assertThat(toAPerson.out())
        .startsWith(
            "rollout/inference/chat is running already, with this very spec; nothing was started\n");
  }

  @Test
  void tellsAScriptWhichRunIsInTheWay() throws IOException {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("start", newer(), "-o", "json");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.CONFLICT.code(), "", CommandLineFixture.golden("start-conflict.json")));
  }

  @Test
  @DisplayName("S38, S36, F32: brings a rollout under way back before it starts another revision")
  void bringsARolloutUnderWayBackBeforeItStartsAnotherRevision() throws IOException {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("start", newer(), "--supersede", "--reason", "hotfix");

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out()).startsWith("started rollout/inference/chat\n");
    assertThat(typed.err()).startsWith("aborted by ann: superseded by 2026.11.4, hotfix\n");
    assertThat(TEMPORAL.type("status", "inference/chat").code()).isZero();
  }

  @Test
  void startsWhereThereIsNothingToSupersede() throws IOException {
    Path never = Path.of(newer());
    Files.writeString(never, Files.readString(never).replace("service: chat", "service: draw"));

    Typed typed = TEMPORAL.type("start", never.toString(), "--supersede");

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.err()).isEmpty();
    TEMPORAL.type("abort", "inference/draw");
  }

  @Test
  void doesNotSupersedeARevisionByItself() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--supersede");

    assertThat(typed.code()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(typed.err()).contains("is releasing 2026.11.3 already; this spec was not started");
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void takesOverBeforeItStarts() {
    Typed typed =
        TEMPORAL.type("start", CommandLineFixture.SPEC, "--take-over", "--reason", ", lost");

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.err()).isEqualTo("eu-1 is free, ann, lost\n");
    assertThat(typed.out()).startsWith("started rollout/inference/chat\n");
  }

  @Test
  void takesNothingOverThatIsUnderWayHere() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--take-over");

    assertThat(typed.code()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(typed.err())
        .isEqualTo(
            """
            rollout/inference/chat is under way, and not to be taken over; this spec was not started
              bring it back first: start with --supersede
            """);
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void startsNothingWhereNothingCouldBeTakenOver() throws IOException {
    Typed typed = TEMPORAL.type("start", named("unseen"), "--take-over");

    assertThat(typed.code()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(typed.err())
        .isEqualTo(
            """
            nothing of inference/chat was taken over; this spec was not started
              cluster eu-2 cannot be looked at
            """);
  }

  @Test
  void startsNothingWhereSomethingWasLeft() throws IOException {
    Typed typed = TEMPORAL.type("start", named("edited"), "--take-over");

    assertThat(typed.code()).isEqualTo(ExitCode.HANDED_OVER.code());
    assertThat(typed.err())
        .isEqualTo(
            """
            what was taken over left something behind; this spec was not started
              eu-1 is not as it was
            """);
  }

  private String named(String revision) throws IOException {
    String spec = Files.readString(Path.of(CommandLineFixture.SPEC));
    return Files.writeString(folder.resolve("named.yaml"), spec.replace("2026.11.3", revision))
        .toString();
  }

  private String newer() throws IOException {
    String spec = Files.readString(Path.of(CommandLineFixture.SPEC));
    return Files.writeString(folder.resolve("newer.yaml"), spec.replace("2026.11.3", "2026.11.4"))
        .toString();
  }

  @Test
  void printsTheTemporalCommandThatDoesTheSame() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--dry-run");

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("start-dry-run.txt"), ""));
  }

  @Test
  void startsNothingWhereItPrintsTheCommand(@TempDir Path folder) throws IOException {
    Path spec = folder.resolve("never.yaml");
    String known = Files.readString(Path.of(CommandLineFixture.SPEC));
    Files.writeString(spec, known.replace("service: chat", "service: never"));

    assertThat(TEMPORAL.type("start", spec.toString(), "--dry-run").out())
        .contains("inference/never");
    assertThat(TEMPORAL.type("status", "inference/never").code())
        .isEqualTo(ExitCode.CONFLICT.code());
  }

  @Test
  void printsNoLinkWhereItDoesNotKnowTheUi() {
    Typed unknown =
        CommandLineFixture.typeAt(
            "temporal.example:7233", "start", CommandLineFixture.SPEC, "--dry-run");
    Typed told =
        CommandLineFixture.typeIn(
            Map.of(
                "TEMPORAL_ADDRESS", "temporal.example:7233",
                "TEMPORAL_UI_URL", "https://ui.example/"),
            "start",
            CommandLineFixture.SPEC,
            "--dry-run",
            "-o",
            "json");

    assertThat(unknown.code()).as(unknown.err()).isZero();
    assertThat(unknown.out()).startsWith("temporal workflow start").hasLineCount(1);
    assertThat(told.out())
        .contains("\"form\" : \"https://ui.example/namespaces/default/workflows/start-workflow?");
  }

  @Test
  void doesNotStartAnInvalidSpec() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "service: Chat\nwave: []\n");

    Typed typed = TEMPORAL.type("start", bad.toString());

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err())
        .startsWith(bad + " is not a valid spec\n")
        .contains(
            "  " + bad + ":2:1: wave: is not a field here; did you mean waves?\n",
            "  " + bad + ":1:1: service: must be");
  }
}
