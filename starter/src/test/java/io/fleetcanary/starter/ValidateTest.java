package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                %1$s: warning: waves[0].steps[0].bake: should be above 0s, nothing can be measured in no time, so it ends inconclusive; give it the time to see some requests, or drop the step
                %1$s: warning: analysis.metrics: should have a metric that counts requests, without one every bake ends inconclusive; add one with bad and of, or with a histogram
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
