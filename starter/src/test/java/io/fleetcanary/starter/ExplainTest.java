package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Needs no server: it is offline. */
class ExplainTest {
  @ParameterizedTest
  @ValueSource(strings = {"waves.approval.within", "waves[0].approval.within"})
  void saysWhatAFieldMeans(String path) {
    assertThat(type("explain", path))
        .isEqualTo(
            new Typed(
                0,
                """
                waves.approval.within: duration, default 24h
                  How long an answer is waited for. No answer counts as a rejection.

                  example
                    within: "8h"
                """,
                ""));
  }

  @Test
  void listsWhatCanBeWrittenInAnObject() {
    assertThat(type("explain", "failure"))
        .isEqualTo(new Typed(0, CommandLineFixture.golden("explain-failure.txt"), ""));
  }

  @Test
  void listsTheWholeSpecWithoutAPath() {
    Typed typed = type("explain");

    assertThat(typed.code()).isZero();
    assertThat(typed.out())
        .startsWith("  service: text, required\n    The Service that callers use")
        .contains(
            "\n  waves: list of object, required\n", "\n  again: true | false, default false\n");
  }

  @Test
  void saysItToScripts() {
    Typed typed = type("explain", "failure.budget", "-o", "json");

    assertThat(typed.out())
        .contains(
            "\"kind\" : \"Explanation\"",
            "\"type\" : \"whole number 0 to 2000\"",
            "\"otherwise\" : 0",
            "\"description\" : \"How many clusters may fail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          waves.aproval        | waves.aproval is not a field      | did you mean waves.approval?
          wave                 | wave is not a field               | did you mean waves?
          failure.colour       | failure.colour is not a field     | use one of scope, budget, reachWithin, unreachable
          drain.seconds        | drain has no fields               | fleetcanary explain drain
          revision.env.MODEL   | revision.env has no fields        | fleetcanary explain revision.env
          """)
  void saysWhatWasMeant(String path, String why, String hint) {
    assertThat(type("explain", path))
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                "",
                "must be a field of the spec, got %s: %s\n  %s\n".formatted(path, why, hint)));
  }

  private static Typed type(String... words) {
    return CommandLineFixture.typeAt("127.0.0.1:1", words);
  }
}
