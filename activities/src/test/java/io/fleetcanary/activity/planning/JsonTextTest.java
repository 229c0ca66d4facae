package io.fleetcanary.activity.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
  @Test
  void readsEveryKindOfValue() {
    String json = "{\"a\": [1, 2.50, \"x\", true, false, null], \"b\": {\"c\": 12345678901}}\n";

    assertThat(JsonText.read(json))
        .isEqualTo(
            new Checked.Valid<>(
                Map.of(
                    "a",
                    Arrays.asList(1, 2.5, "x", true, false, null),
                    "b",
                    Map.of("c", 12345678901L))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                  | spec: must be an object, got nothing; send the spec as the one input, {"service": "...", and so on}
          `  `                | spec: must be an object, got nothing; send the spec as the one input, {"service": "...", and so on}
          null                | spec: must be an object, got null; send the spec as the one input, {"service": "...", and so on}
          []                  | spec: must be an object, got a list; send the object alone, without the [ ] around it
          "service: chat"     | spec: must be an object, got a text; send the spec as the one input, {"service": "...", and so on}
          "{\\"a\\": 1}"        | spec: must be an object, got a text; send the JSON itself, without quotes around it and without \\ in it
          5                   | spec: must be an object, got a number; send the spec as the one input, {"service": "...", and so on}
          {"a": 1, "a": 2}    | a: must be written once, got it again in line 1; remove one
          {"a": {"b": 1, "b.c": 2, "b.c": 3}} | a["b.c"]: must be written once, got it again in line 1; remove one
          {"a": [{"b": 1, "b": 1}]} | a[0].b: must be written once, got it again in line 1; remove one
          {"a": 1} {"b": 2}   | line 1, column 10: must end after the object; remove it
          {"a": 1}}           | line 1, column 9: must be JSON, got: Unexpected close marker '}': no open Object to close; check commas, quotes and brackets there
          """)
  void refuses(String json, String problem) {
    assertThat(problems(json)).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1,}           | line 1, column 9
          {'a': 1}            | line 1, column 2
          {a: 1}              | line 1, column 2
          {"a": NaN}          | line 1, column 10
          {"a": 01}           | line 1, column 8
          {"a": 1             | line 1, column 20
          {"a": "\\x"}        | line 1, column 9
          {"a" 1}             | line 1, column 6
          """)
  void saysWhereTextIsNotJson(String json, String place) {
    assertThat(problems(json))
        .singleElement()
        .asString()
        .startsWith(place.substring(0, place.indexOf(',')))
        .contains(": must be JSON, got: ")
        .endsWith("; check commas, quotes and brackets there");
  }

  @Test
  void countsLines() {
    assertThat(problems("{\n  \"a\": 1,\n  \"a\": 2\n}"))
        .containsExactly("a: must be written once, got it again in line 3; remove one");
    assertThat(problems("{\n  \"a\": 1,\n  b\n}"))
        .singleElement()
        .asString()
        .startsWith("line 3, ");
  }

  @Test
  void reportsEveryFieldThatIsWrittenTwice() {
    assertThat(problems("{\"a\": {\"b\": 1, \"b\": 2}, \"c\": 1, \"c\": 2}"))
        .containsExactly(
            "a.b: must be written once, got it again in line 1; remove one",
            "c: must be written once, got it again in line 1; remove one");
  }

  @Test
  void refusesTextsThatAreTooLong() {
    String json = "{\"a\": \"" + "é".repeat(131_072) + "\"}";

    assertThat(problems(json))
        .containsExactly("spec: must be at most 262144 bytes, got 262153; shorten it");
  }

  @Test
  void refusesWhatIsNestedTooDeepAndReadsOn() {
    String deep = "[".repeat(20) + "]".repeat(20);

    assertThat(problems("{\"a\": " + deep + ", \"b\": 1, \"b\": 1}"))
        .containsExactly(
            "a" + "[0]".repeat(19) + ": must be nested at most 20 deep; flatten it",
            "b: must be written once, got it again in line 1; remove one");
  }

  @Test
  void leavesNumbersThatAreTooLargeToTheReaderOfTheSpec() {
    assertThat(JsonText.read("{\"a\": 1e99999999999}"))
        .isEqualTo(new Checked.Valid<>(Map.of("a", Double.POSITIVE_INFINITY)));
  }

  @Test
  void refusesNumbersMeantToHurt() {
    String json = "{\"a\": " + "9".repeat(100_000) + "}";

    assertThat(problems(json)).singleElement().asString().contains("must be JSON, got: ");
  }

  @Test
  void refusesNestingMeantToHurt() {
    String json = "{\"a\": " + "[".repeat(100_000);

    assertThat(problems(json)).singleElement().asString().contains("must be JSON, got: ");
  }

  private static List<String> problems(String json) {
    Checked<Map<String, @Nullable Object>> read = JsonText.read(json);
    return switch (read) {
      case Checked.Valid<Map<String, @Nullable Object>> valid -> List.of();
      case Checked.Invalid<Map<String, @Nullable Object>> invalid ->
          invalid.problems().stream().map(Problem::toString).toList();
    };
  }
}
