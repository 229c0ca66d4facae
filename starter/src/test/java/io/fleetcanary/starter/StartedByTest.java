package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for a rollout is in its spec: all that shows the spec, or keeps it, says so. */
@Timeout(600)
class StartedByTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @TempDir private Path folder;

  @Test
  void isWhoTypesWhereNobodySaysAnything() {
    assertThat(dryRun(CommandLineFixture.SPEC)).endsWith(",\"by\":\"ann\"}'");
  }

  @Test
  void isWhomTheFileNamesWhoeverTypes() throws IOException {
    assertThat(dryRun(byCi())).contains("\"by\":\"ci\"").doesNotContain("\"by\":\"ann\"");
  }

  @Test
  void isWhomTheCommandLineNamesWhateverTheFileSays() throws IOException {
    assertThat(dryRun(byCi(), "--by", "bob"))
        .contains("\"by\":\"bob\"")
        .doesNotContain("\"by\":\"ci\"");
  }

  /** Nobody's rollout is another one because somebody else has typed the same. */
  @Test
  void isNoDifferenceToARolloutThatRunsOrHasEnded() {
    String first = TEMPORAL.type("start", CommandLineFixture.SPEC, "--by", "bob").out();

    String second = TEMPORAL.type("start", CommandLineFixture.SPEC, "--by", "carl").out();

    assertThat(first).startsWith("started rollout/inference/chat\n");
    assertThat(second).startsWith("rollout/inference/chat is running already, with this very spec");
    TEMPORAL.type("abort", "inference/chat");
    assertThat(TEMPORAL.type("start", CommandLineFixture.SPEC, "--by", "dora").code())
        .isEqualTo(ExitCode.ABORTED.code());
  }

  @Test
  void isInThePlanAsWell() {
    Typed plan = TEMPORAL.type("plan", CommandLineFixture.SPEC, "--by", "impossible");

    assertThat(plan.code()).as("the spec that was previewed").isEqualTo(ExitCode.REFUSED.code());
    assertThat(TEMPORAL.type("plan", CommandLineFixture.SPEC, "--by", "bob").code()).isZero();
  }

  @Test
  void isAName() {
    Typed typed = TEMPORAL.type("start", CommandLineFixture.SPEC, "--by", "bob (verified)");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                "",
                """
                what --by says makes no valid spec
                  by: must be a name on one line without parentheses, got "bob (verified)"; write e.g. ann or ann@example.org
                """));
  }

  private String byCi() throws IOException {
    Path file = folder.resolve("by-ci.yaml");
    Files.writeString(file, "by: ci\n" + Files.readString(Path.of(CommandLineFixture.SPEC)));
    return file.toString();
  }

  private static String dryRun(String file, String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "start";
    words[1] = file;
    words[2] = "--dry-run";
    System.arraycopy(options, 0, words, 3, options.length);
    Typed typed = TEMPORAL.type(words);
    assertThat(typed.code()).as(typed.err()).isZero();
    return typed.out().lines().findFirst().orElseThrow();
  }
}
