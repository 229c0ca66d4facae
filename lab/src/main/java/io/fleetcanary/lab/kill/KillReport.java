package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Counted;
import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.call.Point;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a sweep has come to: a table by kinds of calls, and JSON with every point. */
final class KillReport {
  private static final String HEAD =
      """
      | Calls | made | names | points | killed there | same end | different | not met |
      |---|---|---|---|---|---|---|---|
      """;

  private final Progress progress;

  KillReport(Progress progress) {
    this.progress = progress;
  }

  /** One table for each reference. */
  String table() {
    StringBuilder text = new StringBuilder();
    for (Reference reference : Reference.values()) {
      List<Row> rows = Stream.of(CallKind.values()).map(kind -> row(reference, kind)).toList();
      text.append("\n**").append(reference).append("**\n\n").append(HEAD);
      rows.stream().filter(row -> row.names > 0).forEach(row -> text.append(row.line()));
      text.append(rows.stream().reduce(Row.NOTHING, Row::plus).line());
    }
    return text.toString();
  }

  /** Points that did not end like their reference, a line each. */
  List<String> different() {
    return progress.killed().stream()
        .filter(one -> one.ending() == Ending.DIFFERENT)
        .map(one -> "%s, killed %s: %s".formatted(one.reference(), one.point(), one.differences()))
        .toList();
  }

  void print(PrintStream out) {
    out.println(table());
    different().forEach(out::println);
  }

  void write(Path json) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", Report.describeMachine());
    for (Reference reference : Reference.values()) {
      all.put(reference.toString(), calls(reference));
    }
    all.put("different", different());
    Report.write(all, json);
  }

  private List<Called> calls(Reference reference) {
    List<Called> calls = new ArrayList<>();
    for (Counted counted : counted(reference)) {
      calls.add(
          new Called(
              counted.call(),
              counted.times(),
              ending(reference, new Point(counted.call(), Point.When.BEFORE)),
              ending(reference, new Point(counted.call(), Point.When.AFTER)),
              ending(reference, new Point(counted.call(), Point.When.LATE))));
    }
    return calls;
  }

  private List<Counted> counted(Reference reference) {
    return progress.baseline(reference).map(Baseline::calls).orElse(List.of());
  }

  private String ending(Reference reference, Point point) {
    return killed(reference, point).map(one -> one.ending().name()).orElse("not tried");
  }

  private Optional<Killed> killed(Reference reference, Point point) {
    return progress.killed().stream()
        .filter(one -> one.reference() == reference && one.point().equals(point))
        .findFirst();
  }

  private Row row(Reference reference, CallKind kind) {
    List<Counted> calls =
        counted(reference).stream().filter(it -> CallKind.of(it.call()) == kind).toList();
    List<Ending> endings =
        progress.killed().stream()
            .filter(one -> one.reference() == reference)
            .filter(one -> CallKind.of(one.point().call()) == kind)
            .map(Killed::ending)
            .toList();
    return new Row(
        kind.toString(),
        calls.stream().mapToInt(Counted::times).sum(),
        calls.size(),
        calls.size() * (int) kind.moments().count(),
        count(endings, Ending.SAME),
        count(endings, Ending.DIFFERENT),
        count(endings, Ending.NOT_MET));
  }

  private static int count(List<Ending> endings, Ending which) {
    return (int) endings.stream().filter(which::equals).count();
  }

  /**
   * A call, how often it was made, and what came of a kill before and after it, or of a late one.
   */
  record Called(String call, int times, String before, String after, String late) {}

  private record Row(
      String title, int made, int names, int points, int same, int different, int notMet) {
    static final Row NOTHING = new Row("all", 0, 0, 0, 0, 0, 0);

    Row plus(Row other) {
      return new Row(
          title,
          made + other.made,
          names + other.names,
          points + other.points,
          same + other.same,
          different + other.different,
          notMet + other.notMet);
    }

    String line() {
      return "| %s | %d | %d | %d | %d | %d | %d | %d |%n"
          .formatted(title, made, names, points, same + different, same, different, notMet);
    }
  }
}
