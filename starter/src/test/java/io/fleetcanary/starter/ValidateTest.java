package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs no server: it is offline. */
class ValidateTest {
  private static final String NOWHERE = "127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void acceptsAValidSpec() {
    Typed typed = CommandLineFixture.typeAt(NOWHERE, "validate", CommandLineFixture.SPEC);

    assertThat(typed)
        .isEqualTo(new Typed(0, CommandLineFixture.SPEC + ": valid, chat 2026.11.3\n", ""));
  }

  @Test
  void warnsOfWhatIsAllowedAndHardlyMeant() throws IOException {
    Path bare =
        Files.writeString(
            folder.resolve("bare.yaml"),
            """
            service: chat
            namespace: inference
            revision: {name: v2, env: {MODEL_URI: s3://models}}
            waves: [{name: all, select: all, steps: [{weight: 5, bake: 0s}]}]
            """);

    Typed typed = CommandLineFixture.typeAt(NOWHERE, "validate", bare.toString());

    assertThat(typed)
        .isEqualTo(
            new Typed(
                0,
                """
                %1$s: valid, chat v2
                %1$s:1:1: warning: analysis.metrics: should have a metric that counts requests, without one every bake ends inconclusive; add one with bad and of, or with a histogram
                %1$s:4:54: warning: waves[0].steps[0].bake: should be above 0s, nothing can be measured in no time, so it ends inconclusive; give it the time to see some requests, or drop the step
                """
                    .formatted(bare),
                ""));
  }

  @Test
  void listsAllProblems() throws IOException {
    Path bad = bad();

    Typed typed = CommandLineFixture.typeAt(NOWHERE, "validate", bad.toString());

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                CommandLineFixture.golden("validate-bad.txt").replace("<file>", bad.toString()),
                ""));
  }

  @Test
  void listsAllProblemsForAScript() throws IOException {
    Path bad = bad();

    Typed typed = CommandLineFixture.typeAt(NOWHERE, "validate", bad.toString(), "-o", "json");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                CommandLineFixture.golden("validate-bad.json").replace("<file>", bad.toString()),
                ""));
  }

  @Test
  void checksSeveralAtOnce() throws IOException {
    String bad = bad().toString();

    Typed typed = CommandLineFixture.typeAt(NOWHERE, "validate", CommandLineFixture.SPEC, bad);
    Typed json =
        CommandLineFixture.typeAt(NOWHERE, "validate", CommandLineFixture.SPEC, bad, "-o", "json");

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.out())
        .isEqualTo(
            CommandLineFixture.SPEC
                + ": valid, chat 2026.11.3\n"
                + CommandLineFixture.golden("validate-bad.txt").replace("<file>", bad));
    assertThat(json.out())
        .contains("\"kind\" : \"Validations\"", "\"valid\" : true", "\"valid\" : false");
  }

  @Test
  void annotatesTheLinesOfAPullRequest() throws IOException {
    Path bad = bad();

    Typed typed =
        CommandLineFixture.typeIn(Map.of("GITHUB_ACTIONS", "true"), "validate", bad.toString());

    assertThat(typed.out())
        .isEqualTo(CommandLineFixture.golden("validate-bad.txt").replace("<file>", bad.toString()));
    assertThat(typed.err().lines())
        .hasSize(4)
        .contains(
            "::error file="
                + bad
                + ",line=4,col=1,title=wave::is not a field here; did you mean"
                + " waves?")
        .allMatch(line -> line.startsWith("::error file=" + bad + ",line="));
  }

  @Test
  void annotatesForStartToo() throws IOException {
    Path bad = Files.writeString(folder.resolve("a,b.yaml"), "service: chat\nnamespace: '100%'\n");

    Typed typed =
        CommandLineFixture.typeIn(Map.of("GITHUB_ACTIONS", "true"), "start", bad.toString());

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err().lines())
        .anyMatch(
            line ->
                line.startsWith(
                        "::error file="
                            + bad.toString().replace(",", "%2C")
                            + ",line=2,col=1,title=namespace::must be a DNS label")
                    && line.contains("got \"100%25\""))
        .contains(bad + " is not a valid spec")
        .anyMatch(line -> line.startsWith("  " + bad + ":1:1: revision: must be given"));
  }

  private Path bad() throws IOException {
    return Files.writeString(
        folder.resolve("bad.yaml"),
        """
        service: Chat
        namespace: inference
        revision: {name: "2026.11.3", env: {MODEL_URI: s3://models}}
        wave: []
        waves:
          - {name: all, select: all, steps: [{weight: 120, bake: 10}]}
        """);
  }
}
