package io.fleetcanary.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README promises only what tests run, and its links lead somewhere, as those of the docs do.
 */
class ReadmeTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern SHELL = Pattern.compile("(?s)```sh\\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void hasTheCommandsThatTheTestsRun() throws IOException {
    String tested;
    try (Stream<Path> pages = Files.list(TOP.resolve("docs/start"))) {
      Stream<Path> written = pages.filter(page -> page.toString().endsWith(".md"));
      tested = commands(written.map(ReadmeTest::text).toList()).toString();
    }

    List<String> promised =
        commands(List.of(text(TOP.resolve("README.md")).replaceAll(" +# .*", ""))).stream()
            .filter(line -> line.matches("(temporal|tctl|\\./fleetcanary (?!demo)).*"))
            .toList();

    assertThat(promised).hasSize(9).allSatisfy(line -> assertThat(tested).contains(line));
  }

  @Test
  void leadsToFilesThatExist() throws IOException {
    try (Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
      Stream<Path> pages = docs.filter(page -> page.toString().endsWith(".md"));

      assertThat(Stream.concat(pages, Stream.of(TOP.resolve("README.md"))))
          .allSatisfy(
              page ->
                  assertThat(LINK.matcher(text(page)).results().map(link -> link.group(1)))
                      .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists()));
    }
  }

  @Test
  void explainsEveryExitCodeToPipelines() {
    List<String> rows =
        text(TOP.resolve("docs/start/ci.md"))
            .lines()
            .filter(line -> line.matches("\\| [0-9, ]+ \\|.*"))
            .flatMap(line -> Stream.of(line.split("\\|", -1)[1].strip().split(", ", -1)))
            .toList();

    assertThat(rows)
        .doesNotHaveDuplicates()
        .containsAll(
            Stream.of(ExitCode.values()).map(code -> String.valueOf(code.code())).toList());
  }

  /** One command a line, however it was wrapped. */
  private static List<String> commands(List<String> pages) {
    return pages.stream()
        .map(page -> page.replaceAll("(?m)^```sh .*$", "```sh"))
        .flatMap(page -> SHELL.matcher(page).results().map(MatchResult::group))
        .map(block -> block.replaceAll("\\\\\\n *", ""))
        .flatMap(String::lines)
        .toList();
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
