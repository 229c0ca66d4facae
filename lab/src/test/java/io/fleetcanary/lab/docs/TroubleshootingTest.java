package io.fleetcanary.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.spec.SpecForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshooting.md} has every reason that people can be given. */
class TroubleshootingTest {
  private static final List<String> MODULES =
      List.of("core", "workflows", "activities", "report", "worker", "starter", "recovery");

  private static final SortedMap<String, String> SENTENCES = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    for (String module : MODULES) {
      SENTENCES.putAll(Sentences.of(Path.of("..", module)));
    }
  }

  @Test
  void hasEveryReasonThatTheSourcesCanGive() throws IOException {
    String page = Files.readString(Path.of("../docs/troubleshooting.md"));
    List<String> others = others();
    List<String> fields = descriptions(SpecForm.schema()).toList();

    assertThat(SENTENCES).hasSizeGreaterThan(300);
    assertThat(SENTENCES.entrySet())
        .as("reasons that docs/troubleshooting.md lacks, each with its source")
        .filteredOn(reason -> !page.contains(reason.getKey()))
        .filteredOn(reason -> !others.contains(firstLine(reason.getKey())))
        .filteredOn(reason -> fields.stream().noneMatch(pattern(reason.getKey())))
        .isEmpty();
  }

  @Test
  void leavesOutNothingThatIsNotThere() throws IOException {
    assertThat(others())
        .as("texts of no-reasons.txt that no source has")
        .doesNotHaveDuplicates()
        .isSubsetOf(SENTENCES.keySet().stream().map(TroubleshootingTest::firstLine).toList());
  }

  /** Below a first paragraph and headings. */
  private static List<String> others() throws IOException {
    return Files.readString(Path.of("src/test/resources/no-reasons.txt"))
        .lines()
        .dropWhile(line -> !line.startsWith("== "))
        .filter(line -> !line.isEmpty() && !line.startsWith("== "))
        .toList();
  }

  private static String firstLine(String sentence) {
    return sentence.strip().lines().findFirst().orElse("");
  }

  /** What a spec's fields mean is said by {@code explain}, and in docs/spec.md. */
  private static Stream<String> descriptions(@Nullable Object tree) {
    return switch (tree) {
      case null -> Stream.empty();
      case Map<?, ?> object ->
          Stream.concat(
              object.get("description") instanceof String said ? Stream.of(said) : Stream.empty(),
              object.values().stream().flatMap(TroubleshootingTest::descriptions));
      case Collection<?> list -> list.stream().flatMap(TroubleshootingTest::descriptions);
      default -> Stream.empty();
    };
  }

  private static Predicate<String> pattern(String sentence) {
    return Pattern.compile(
            Stream.of(sentence.split("…", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")))
        .asPredicate();
  }
}
