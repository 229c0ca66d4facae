package io.fleetcanary.activity.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/spec.md} shows is what the reader takes. */
class SpecDocTest {
  private static final Path DOC = Path.of("../docs/spec.md");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final String REST =
      """
      service: chat
      namespace: inference
      revision: {name: v2, args: []}
      waves: [{name: all, select: all}]
      """;

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsRight(String example) {
    Map<String, Object> spec = new TreeMap<>(tree(REST));
    spec.putAll(tree(example));

    assertThat(problems(spec)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x: 1",
        "revision: {x: 1}",
        "workload: {x: 1}",
        "steps: [{x: 1}]",
        "waves: [{x: 1}]",
        "waves: [{approval: {x: 1}}]",
        "analysis: {x: 1}",
        "analysis: {metrics: [{x: 1}]}",
        "failure: {x: 1}"
      })
  void everyFieldIsDescribed(String unknown) throws IOException {
    String doc = Files.readString(DOC);

    assertThat(known(tree(unknown)))
        .isNotEmpty()
        .allSatisfy(field -> assertThat(doc).containsPattern("`([a-z]+\\.)?" + field + "[`:]"));
  }

  @Test
  void theLimitsAreTheReadersOwn() throws IOException {
    assertThat(Files.readString(DOC))
        .contains("at most " + JsonText.LARGEST / 1024 + " KiB")
        .contains("selects at most " + SpecReader.MOST_CLUSTERS + " clusters");
  }

  static List<String> examples() throws IOException {
    return EXAMPLE.matcher(Files.readString(DOC)).results().map(it -> it.group(1)).toList();
  }

  /** The fields that the reader says it knows where {@code x} is none. */
  private static List<String> known(Map<String, Object> tree) {
    Pattern list = Pattern.compile("x: is not a field here; remove it, or use one of (.*)");
    return problems(tree).stream()
        .flatMap(problem -> list.matcher(problem).results())
        .map(MatchResult::group)
        .flatMap(words -> Stream.of(words.replaceAll(".* of ", "").split(", ", -1)))
        .toList();
  }

  private static List<String> problems(Map<String, Object> tree) {
    return switch (SpecReader.read(tree)) {
      case Checked.Valid<?> valid -> List.of();
      case Checked.Invalid<?> invalid ->
          invalid.problems().stream().map(Problem::toString).toList();
    };
  }

  private static Map<String, Object> tree(String yaml) {
    Map<String, Object> tree = new TreeMap<>();
    Map<?, ?> fields = Serialization.unmarshal(yaml, Map.class);
    fields.forEach((name, value) -> tree.put(String.valueOf(name), value));
    return tree;
  }
}
