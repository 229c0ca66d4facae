package io.fleetcanary.lab.kill;

import static java.util.Comparator.comparingInt;

import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Counted;
import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.call.CallKind;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a sweep has come to: a table by kinds of calls, and JSON with every point. */
final class KillReport {
  private static final String HEAD =
      """
      | Calls | made | names | points | killed there | of these together | same end | different | not met |
      |---|---|---|---|---|---|---|---|---|
      """;

  private static final List<Ending> WORSE = List.of(Ending.NOT_MET, Ending.SAME, Ending.DIFFERENT);

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
    List<SortedMap<KillMethod, Came>> points = List.copyOf(endings().values());
    List<SortedMap<KillMethod, Came>> both = points.stream().filter(it -> it.size() > 1).toList();
    return "killed by connections: %d points, by process: %d, by both: %d, of which %d ended alike"
        .formatted(
            points.stream().filter(it -> it.containsKey(KillMethod.CONNECTIONS)).count(),
            points.stream().filter(it -> it.containsKey(KillMethod.PROCESS)).count(),
            both.size(),
            both.stream().filter(KillReport::alike).count());
  }

  private static boolean alike(SortedMap<KillMethod, Came> ways) {
    return ways.values().stream().map(Came::ending).distinct().count() == 1;
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

  /** Rollouts that differed when killed at several points, none of which differed alone. */
  List<String> onlyTogether() {
    List<Killed> different =
        progress.killed().stream().filter(one -> one.ending() == Ending.DIFFERENT).toList();
    return progress.together().stream()
        .filter(one -> different.stream().noneMatch(one::has))
        .map(
            one ->
                "%s, killed %s by %s one after the other: %s"
                    .formatted(one.reference(), one.points(), one.method(), one.differences()))
        .toList();
  }

  void print(PrintStream out) {
    out.println(table());
    out.println(methods());
    different().forEach(out::println);
    onlyTogether().forEach(out::println);
  }

  void write(Path json) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", Report.describeMachine());
    all.put("build", progress.build());
    all.put("methods", methods());
    Map<Where, SortedMap<KillMethod, Came>> endings = endings();
    for (Reference reference : Reference.values()) {
      all.put(reference.toString(), calls(reference, endings));
    }
    all.put("different", different());
    all.put("differentOnlyTogether", onlyTogether());
    Report.write(all, json);
  }

  private List<Called> calls(Reference reference, Map<Where, SortedMap<KillMethod, Came>> endings) {
    List<Called> calls = new ArrayList<>();
    for (Counted counted : counted(reference)) {
      SortedMap<Point.When, SortedMap<KillMethod, Came>> killed = new TreeMap<>();
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

  private Map<Where, SortedMap<KillMethod, Came>> endings() {
    Map<Where, SortedMap<KillMethod, Came>> endings = new LinkedHashMap<>();
    for (Killed one : progress.killed()) {
      endings
          .computeIfAbsent(new Where(one.reference(), one.point()), first -> new TreeMap<>())
          .put(one.method(), new Came(one.ending(), one.together()));
    }
    return endings;
  }

  private Row row(Reference reference, CallKind kind) {
    List<Counted> calls =
        counted(reference).stream().filter(it -> CallKind.of(it.call()) == kind).toList();
    List<Came> came =
        endings().entrySet().stream()
            .filter(it -> it.getKey().isOf(reference, kind))
            .map(it -> worst(it.getValue().values()))
            .toList();
    return new Row(
        kind.toString(),
        calls.stream().mapToInt(Counted::times).sum(),
        calls.size(),
        calls.size() * (int) kind.moments().count(),
        count(came, it -> it.ending != Ending.NOT_MET && it.together > 1),
        count(came, it -> it.ending == Ending.SAME),
        count(came, it -> it.ending == Ending.DIFFERENT),
        count(came, it -> it.ending == Ending.NOT_MET));
  }

  private static int count(List<Came> came, Predicate<Came> which) {
    return (int) came.stream().filter(which).count();
  }

  /** What differs in one way differs. */
  private static Came worst(Collection<Came> ways) {
    return Collections.max(ways, comparingInt(it -> WORSE.indexOf(it.ending)));
  }

  private record Where(Reference reference, Point point) {
    boolean isOf(Reference that, CallKind kind) {
      return reference == that && CallKind.of(point.call()) == kind;
    }
  }

  /**
   * What came of a point.
   *
   * @param together at how many points the rollout was killed; 1 if there alone
   */
  record Came(Ending ending, int together) {}

  /**
   * A call, how often it was made, and what came of kills there.
   *
   * @param killed by the side of the call, then by how it was killed; empty where that was not
   *     tried
   */
  record Called(
      String call, int times, SortedMap<Point.When, SortedMap<KillMethod, Came>> killed) {}

  private record Row(
      String title,
      int made,
      int names,
      int points,
      int together,
      int same,
      int different,
      int notMet) {
    static final Row NOTHING = new Row("all", 0, 0, 0, 0, 0, 0, 0);

    Row plus(Row other) {
      return new Row(
          title,
          made + other.made,
          names + other.names,
          points + other.points,
          together + other.together,
          same + other.same,
          different + other.different,
          notMet + other.notMet);
    }

    String line() {
      int killed = same + different;
      return "| %s | %d | %d | %d | %d | %d | %d | %d | %d |%n"
          .formatted(title, made, names, points, killed, together, same, different, notMet);
    }
  }
}
