package io.fleetcanary.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that {@code docs/guarantees.md} names is there. */
class GuaranteesTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.([a-z][A-Za-z]+))?`");
  private static final List<String> MODULES =
      List.of("core", "workflows", "activities", "worker", "starter", "recovery", "lab");
  private static final List<String> NO_TESTS = List.of("FAIL");

  @Test
  void namesTestsThatExist() throws IOException {
    SortedSet<String> named = named(Files.readString(Path.of("../docs/guarantees.md")));
    SortedSet<String> missing = new TreeSet<>(named);
    for (String module : MODULES) {
      missing.removeAll(tests(Path.of("..", module, "src/test/java")));
    }

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(missing).isEmpty();
  }

  private static SortedSet<String> named(String page) {
    SortedSet<String> named = new TreeSet<>();
    Matcher matcher = TEST.matcher(page);
    while (matcher.find()) {
      String method = matcher.group(2);
      named.add(matcher.group(1) + (method == null ? "" : "." + method));
    }
    named.removeAll(NO_TESTS);
    return named;
  }

  /** Classes, and their methods, as the page names them. */
  private static List<String> tests(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(GuaranteesTest::names)
          .toList();
    }
  }

  private static Stream<String> names(Path file) {
    String type = file.getFileName().toString().replace(".java", "");
    try {
      Stream<String> methods =
          Pattern.compile("void ([a-z]\\w+)\\(")
              .matcher(Files.readString(file))
              .results()
              .map(found -> type + "." + found.group(1));
      return Stream.concat(Stream.of(type), methods);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
