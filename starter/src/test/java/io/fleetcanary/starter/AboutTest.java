package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Version and completion. */
@Timeout(600)
class AboutTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @TempDir private Path folder;

  @Test
  void saysWhatIsOnTheTwoEndsOfTheLine() throws IOException {
    try (FakeFrontend frontend = new FakeFrontend()) {
      Typed typed = CommandLineFixture.typeAt(frontend.address(), "version");

      assertThat(typed.code()).isZero();
      assertThat(typed.out())
          .isEqualTo(
              "fleetcanary (not packaged)\njava        %s\ntemporal    1.32.0\n"
                  .formatted(Runtime.version()));
    }
  }

  @Test
  void saysItsOwnVersionWhereTemporalIsAway() {
    Typed typed = CommandLineFixture.typeAt("127.0.0.1:1", "version");

    assertThat(typed.code()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(typed.out()).startsWith("fleetcanary ").doesNotContain("temporal ");
    assertThat(typed.err()).startsWith("cannot reach temporal at <host>");
  }

  @Test
  void connectsToNothingForItsOwnVersion() {
    Typed typed = CommandLineFixture.typeAt("127.0.0.1:1", "version", "--client", "-o", "yaml");

    assertThat(typed.code()).isZero();
    assertThat(typed.out())
        .startsWith("apiVersion: fleetcanary.io/v1\nkind: Version\nfleetcanary: (not packaged)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "fleetcanary sta, start status",
    "fleetcanary status --wai, --wait",
    "fleetcanary list --needs, --needs-approval"
  })
  void completesInBash(String typed, String completions) throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), completion("bash"));

    String offered =
        shell(
            """
            source %s
            COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="%s"
            _complete_fleetcanary 2>/dev/null # not within a completion: compopt complains
            echo "${COMPREPLY[*]}"
            """
                .formatted(script, typed, typed));

    assertThat(offered.strip().split("\\s+")).containsExactly(completions.split(" ", -1));
  }

  @Test
  void makesZshReadItAsBashDoes() {
    assertThat(completion("zsh"))
        .startsWith("autoload -U +X bashcompinit && bashcompinit\n")
        .endsWith(completion("bash"));
  }

  @Test
  void knowsNoOtherShell() {
    assertThat(TEMPORAL.type("completion", "fish").code()).isEqualTo(ExitCode.REFUSED.code());
  }

  private static String completion(String shell) {
    return TEMPORAL.type("completion", shell).out();
  }

  private static String shell(String commands) throws Exception {
    Process bash = new ProcessBuilder("bash", "-c", commands).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said;
  }
}
