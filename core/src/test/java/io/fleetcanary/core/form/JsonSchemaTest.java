package io.fleetcanary.core.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.spec.SpecForm;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
  /** What the regular expressions of JavaScript do not have, and editors run on them. */
  private static final Pattern JAVA_ONLY = Pattern.compile("[*+?}]\\+|\\(\\?[^:=!<]|\\\\[pAzZQE]");

  @Test
  void takesNullForSilenceWhereOneMayBeSilent() {
    assertThat(JsonSchema.of(Form.Shape.of(Field.optional("a", new Form.Flag(), true, "A."))))
        .isEqualTo(
            Map.of(
                "type",
                "object",
                "additionalProperties",
                false,
                "properties",
                Map.of(
                    "a",
                    Map.of(
                        "description", "A.",
                        "type", List.of("boolean", "null"),
                        "examples", List.of(true)))));
  }

  @Test
  void hasPatternsThatEditorsCanRead() {
    List<String> patterns = patterns(SpecForm.schema()).toList();

    assertThat(patterns)
        .hasSizeGreaterThan(10)
        .allSatisfy(pattern -> assertThat(pattern).doesNotContainPattern(JAVA_ONLY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "45s", "1h30m", "500ms", "0s", "1ms", "1m1ms", "PT10M", "P1DT1H", "PT1.5S", "PT-1S", "P2D",
        "Pt1h", "", "45", "1d", "1.5h", "P", "PT", "10m ", "m", "1s1h", "PT1X", "1m2"
      })
  void saysOfDurationsWhatTheReaderSays(String text) {
    assertThat(Pattern.matches(DurationText.WRITTEN, text))
        .isEqualTo(DurationText.parse(text).isPresent());
  }

  private static Stream<String> patterns(@Nullable Object schema) {
    return switch (schema) {
      case Map<?, ?> object ->
          object.entrySet().stream()
              .flatMap(
                  entry ->
                      entry.getKey().equals("pattern")
                          ? Stream.of(String.valueOf(entry.getValue()))
                          : patterns(entry.getValue()));
      case List<?> list -> list.stream().flatMap(JsonSchemaTest::patterns);
      case null -> Stream.empty();
      default -> Stream.empty();
    };
  }
}
