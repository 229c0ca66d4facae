package io.fleetcanary.lab.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results as people and as programs read them. */
final class Report {
  private static final String ENDS = "percent that pass, and that leave the question to a person";

  private final String command;
  private final List<Cell> cells;
  private final List<String> methods;
  private final Map<String, Result> results = new TreeMap<>();

  Report(String command, List<Cell> cells, List<String> methods, List<Result> all) {
    this.command = command;
    this.cells = cells;
    this.methods = methods;
    all.forEach(it -> results.put(it.cell().name() + it.method(), it));
  }

  String markdown() {
    return head()
        + section("Good canaries: percent aborted, wrongly", table(true, Report::share))
        + section("Good canaries under Fleet Canary: " + ENDS, ends(true))
        + section(
            "Bad canaries: percent aborted, at the median (90th percentile) minute after the fault"
                + " began",
            table(false, Report::found))
        + section("Bad canaries under Fleet Canary: " + ENDS, ends(false))
        + section(
            "Bad canaries: bad requests answered by the canary before the abort, median",
            table(false, Report::served));
  }

  private String head() {
    return """
    # How often verdicts are wrong, and how late

    Written by `%s`. Rates of bad requests are 0.5 %% unless said, the canary has 10 %% of the requests,
    an hour is watched (with the default steps forty minutes: 5, 25 and 50 %%); `/s` is requests per second of the whole service of one cluster. The
    same simulated releases are judged by every method, by others each cluster alone. How each works: [README](README.md).
    """
        .formatted(command);
  }

  private static String section(String title, String table) {
    return "\n## " + title + "\n\n" + table;
  }

  private String table(boolean good, Text text) {
    String head = Stream.concat(Stream.of("Scenario"), methods.stream()).collect(row());
    String line = Stream.generate(() -> "---").limit(methods.size() + 1L).collect(row());
    return head
        + line
        + cells.stream()
            .filter(cell -> cell.good() == good)
            .map(cell -> Stream.concat(Stream.of(cell.name()), values(cell, text)).collect(row()))
            .collect(Collectors.joining());
  }

  private String ends(boolean good) {
    return Stream.of("Scenario", "pass", "inconclusive").collect(row())
        + Stream.of("---", "---", "---").collect(row())
        + cells.stream()
            .filter(cell -> cell.good() == good)
            .map(cell -> results.get(cell.name() + methods.getFirst()))
            .filter(Objects::nonNull)
            .map(Report::ends)
            .collect(Collectors.joining());
  }

  private static String ends(Result it) {
    double open = (double) it.inconclusive() / it.runs();
    return Stream.of(it.cell().name(), percent(1 - it.aborted() - open), percent(open))
        .collect(row());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private Stream<String> values(Cell cell, Text text) {
    return methods.stream()
        .map(method -> results.get(cell.name() + method))
        .map(result -> result == null ? "–" : text.of(result));
  }

  private static java.util.stream.Collector<CharSequence, ?, String> row() {
    return Collectors.joining(" | ", "| ", " |\n");
  }

  private static String share(Result result) {
    return String.format(Locale.ROOT, "%.2f ± %.2f", 100 * result.aborted(), 100 * result.error());
  }

  private static String found(Result result) {
    return result.delays().isEmpty()
        ? "0"
        : String.format(
            Locale.ROOT,
            "%.0f @ %.1f (%.1f)",
            100 * result.aborted(),
            result.delay(0.5),
            result.delay(0.9));
  }

  private static String served(Result result) {
    return String.format(Locale.ROOT, "%.0f", result.bad());
  }

  String json() {
    return results.values().stream()
        .map(Report::json)
        .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
  }

  private static String json(Result it) {
    return String.format(
        Locale.ROOT,
        "{\"scenario\": \"%s\", \"good\": %s, \"method\": \"%s\", \"runs\": %d, \"aborted\": %.5f,"
            + " \"standardError\": %.5f, \"medianMinutes\": %s, \"p90Minutes\": %s,"
            + " \"nineInTenWithin\": %s, \"badServed\": %.0f, \"inconclusive\": %.5f}",
        it.cell().name(),
        it.cell().good(),
        it.method(),
        it.runs(),
        it.aborted(),
        it.error(),
        number(it.delay(0.5)),
        number(it.delay(0.9)),
        number(it.within(0.9)),
        it.bad(),
        (double) it.inconclusive() / it.runs());
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.1f", value);
  }

  private interface Text {
    String of(Result result);
  }
}
