package io.fleetcanary.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code docs/scenario-ids.md} has every id once, and every test that carries one. */
class ScenarioIdsTest {
  private static final int SCENARIOS = 89;
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([SF]\\d+) \\| [^|]{10,} \\| [^|]+ \\| (.{10,}) \\|$");

  @Test
  void namesTestsThatExist() throws IOException {
    SortedSet<String> named = TestSources.named(page());

    assertThat(named).hasSizeGreaterThan(100);
    assertThat(TestSources.missing(named)).isEmpty();
  }

  @Test
  void hasEveryIdOnce() throws IOException {
    List<String> ids = ROW.matcher(page()).results().map(row -> row.group(1)).toList();

    assertThat(ids)
        .doesNotHaveDuplicates()
        .containsAll(IntStream.rangeClosed(1, SCENARIOS).mapToObj(n -> "S" + n).toList())
        .contains("F1", "F44");
  }

  /** A class alone stands for all of its tests. */
  @Test
  void namesEveryTestThatCarriesAnIdBesideThatId() throws IOException {
    SortedMap<String, SortedSet<String>> rows = new TreeMap<>();
    ROW.matcher(page()).results().forEach(row -> rows.put(row.group(1), tests(row)));
    List<String> lacking = new ArrayList<>();
    TestSources.byId()
        .forEach(
            (id, tests) ->
                tests.stream()
                    .filter(test -> !has(rows.getOrDefault(id, TestSources.named("")), test))
                    .forEach(test -> lacking.add(id + " lacks " + test)));

    assertThat(rows).hasSizeGreaterThan(SCENARIOS);
    assertThat(TestSources.byId()).hasSizeGreaterThan(50);
    assertThat(lacking).isEmpty();
  }

  /** Who looks for an id in a report must find it there. */
  @Test
  void hasATestThatCarriesTheIdOfEachRowThatIsTested() throws IOException {
    SortedSet<String> carried = new TreeSet<>(TestSources.byId().keySet());

    List<String> lacking =
        ROW.matcher(page())
            .results()
            .filter(row -> row.group(2).matches("[*][*](yes|in part)[*][*].*"))
            .map(row -> row.group(1))
            .filter(id -> !carried.contains(id))
            .toList();

    assertThat(lacking).isEmpty();
  }

  private static SortedSet<String> tests(MatchResult row) {
    return TestSources.named(row.group(2));
  }

  private static boolean has(SortedSet<String> tests, String test) {
    return tests.contains(test) || tests.contains(test.substring(0, test.indexOf('.')));
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/scenario-ids.md"));
  }
}
