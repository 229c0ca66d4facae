package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Counted;
import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** One table for each reference; a point that was met in two ways is one point. */
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

  /** How many points were played in which way, and how those ended that were played in both. */
  String methods() {
    List<SortedMap<KillMethod, Ending>> points = List.copyOf(endings().values());
    List<SortedMap<KillMethod, Ending>> both = points.stream().filter(it -> it.size() > 1).toList();
    return "killed by connections: %d points, by process: %d, by both: %d, of which %d ended alike"
        .formatted(
            points.stream().filter(it -> it.containsKey(KillMethod.CONNECTIONS)).count(),
            points.stream().filter(it -> it.containsKey(KillMethod.PROCESS)).count(),
            both.size(),
            both.stream().filter(it -> it.values().stream().distinct().count() == 1).count());
  }

  /** Points that did not end like their reference, a line each. */
  List<String> different() {
    return progress.killed().stream()
        .filter(one -> one.ending() == Ending.DIFFERENT)
        .map(
            one ->
                "%s, killed %s by %s: %s"
                    .formatted(one.reference(), one.point(), one.method(), one.differences()))
        .toList();
  }

  void print(PrintStream out) {
    out.println(table());
    out.println(methods());
    different().forEach(out::println);
  }

  void write(Path json) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", Report.describeMachine());
    all.put("build", progress.build());
    all.put("methods", methods());
    Map<Where, SortedMap<KillMethod, Ending>> endings = endings();
    for (Reference reference : Reference.values()) {
      all.put(reference.toString(), calls(reference, endings));
    }
    all.put("different", different());
    Report.write(all, json);
  }

  private List<Called> calls(
      Reference reference, Map<Where, SortedMap<KillMethod, Ending>> endings) {
    List<Called> calls = new ArrayList<>();
    for (Counted counted : counted(reference)) {
      SortedMap<Point.When, SortedMap<KillMethod, Ending>> killed = new TreeMap<>();
      for (Point.When when : CallKind.of(counted.call()).moments().toList()) {
        Where where = new Where(reference, new Point(counted.call(), when));
        killed.put(when, endings.getOrDefault(where, new TreeMap<>()));
      }
      calls.add(new Called(counted.call(), counted.times(), killed));
    }
    return calls;
  }

  private List<Counted> counted(Reference reference) {
    return progress.baseline(reference).map(Baseline::calls).orElse(List.of());
  }

  private Map<Where, SortedMap<KillMethod, Ending>> endings() {
    Map<Where, SortedMap<KillMethod, Ending>> endings = new LinkedHashMap<>();
    for (Killed one : progress.killed()) {
      endings
          .computeIfAbsent(new Where(one.reference(), one.point()), first -> new TreeMap<>())
          .put(one.method(), one.ending());
    }
    return endings;
  }

  private Row row(Reference reference, CallKind kind) {
    List<Counted> calls =
        counted(reference).stream().filter(it -> CallKind.of(it.call()) == kind).toList();
    Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    endings()
        .forEach(
            (where, ways) -> {
              if (where.reference == reference && CallKind.of(where.point.call()) == kind) {
                endings.merge(worst(ways.values()), 1, Integer::sum);
              }
            });
    return new Row(
        kind.toString(),
        calls.stream().mapToInt(Counted::times).sum(),
        calls.size(),
        calls.size() * (int) kind.moments().count(),
        endings.getOrDefault(Ending.SAME, 0),
        endings.getOrDefault(Ending.DIFFERENT, 0),
        endings.getOrDefault(Ending.NOT_MET, 0));
  }

  /** What differs in one way differs. */
  private static Ending worst(Collection<Ending> ways) {
    return Stream.of(Ending.DIFFERENT, Ending.SAME)
        .filter(ways::contains)
        .findFirst()
        .orElse(Ending.NOT_MET);
  }

  private record Where(Reference reference, Point point) {}

  /**
   * A call, how often it was made, and what came of kills there.
   *
   * @param killed by the side of the call, then by how it was killed; empty where that was not
   *     tried
   */
  record Called(
      String call, int times, SortedMap<Point.When, SortedMap<KillMethod, Ending>> killed) {}

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
