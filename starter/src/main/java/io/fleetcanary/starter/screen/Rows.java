package io.fleetcanary.starter.screen;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The columns of a screen, and what stands in them. */
final class Rows {
  private static final int WIDEST_NAME = 24;
  private static final int NARROWEST_NAME = 8;

  private final Style style;
  private final Instant now;
  private final int state;

  /** Names of waves and clusters decide where the other columns begin. */
  Rows(Style style, Instant now, List<WaveStatus> waves) {
    this.style = style;
    this.now = now;
    int longest =
        waves.stream()
            .mapToInt(
                wave ->
                    Math.max(
                        Line.width(wave.name()),
                        wave.clusters().stream()
                            .mapToInt(cluster -> 2 + Line.width(cluster.cluster()))
                            .max()
                            .orElse(0)))
            .max()
            .orElse(0);
    this.state = 2 + Math.clamp(longest, NARROWEST_NAME, WIDEST_NAME);
  }

  Line head() {
    return new Line(style)
        .strong("NAME")
        .column(state)
        .strong("STATE")
        .right(state + 20, "SET")
        .right(state + 28, "SEEN")
        .column(state + 30)
        .add("CHECKS")
        .column(state + 40)
        .add("FOR")
        .column(state + 46)
        .add("INFO");
  }

  Line wave(WaveStatus wave) {
    Line line = new Line(style).strong(name(wave.name(), 0)).column(state - 1);
    counts(line, wave.clusters());
    line.right(state + 20, weights(wave)).column(state + 30);
    checks(line, wave.clusters().stream().flatMap(it -> it.findings().stream()).toList());
    return line.column(state + 46).add(Words.count(wave.clusters().size(), "cluster"));
  }

  Line cluster(ClusterStatus cluster, boolean last) {
    Line line =
        new Line(style)
            .add(branch(last) + name(cluster.cluster(), 2))
            .column(state)
            .marked(Mark.of(cluster.phase()), Words.of(cluster.phase()))
            .right(state + 20, cluster.set().toString())
            .right(state + 28, cluster.seen().total() == 0 ? "-" : cluster.seen().toString())
            .column(state + 30);
    checks(line, cluster.findings());
    return line.column(state + 40)
        .add(age(cluster.since(), now))
        .column(state + 46)
        .add(says(cluster));
  }

  Line more(int clusters) {
    return new Line(style).add(branch(true)).add("… " + clusters + " more");
  }

  Line moreWaves(int waves) {
    return new Line(style).add("… and " + Words.count(waves, "more wave"));
  }

  /** How many are where: {@code ✓8 ▲130 ·2}. */
  static void counts(Line line, List<ClusterStatus> clusters) {
    Map<Mark, Long> counts =
        clusters.stream()
            .map(cluster -> Mark.of(cluster.phase()))
            .collect(
                Collectors.groupingBy(
                    mark -> mark, () -> new EnumMap<>(Mark.class), Collectors.counting()));
    counts.forEach((mark, count) -> line.add(" ").count(mark, count));
  }

  /** How many checks say what. */
  static void checks(Line line, List<Finding> findings) {
    Map<Verdict, Long> counts =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    Finding::verdict, () -> new EnumMap<>(Verdict.class), Collectors.counting()));
    counts.forEach((verdict, count) -> line.count(Mark.of(verdict), count).add(" "));
  }

  /** Coarse, so that a screen on which nothing happens stands still. */
  static String age(Instant since, Instant now) {
    Duration passed = Duration.between(since, now);
    if (passed.compareTo(Duration.ofMinutes(1)) < 0) {
      return "<1m";
    }
    return passed.compareTo(Duration.ofHours(1)) < 0
        ? passed.toMinutes() + "m"
        : passed.toHours() + "h" + passed.toMinutesPart() + "m";
  }

  private static String says(ClusterStatus cluster) {
    return cluster.reason().isEmpty()
        ? cluster.findings().stream()
            .filter(finding -> finding.verdict() != Verdict.PASS)
            .map(Finding::sentence)
            .findFirst()
            .orElse("")
        : cluster.reason();
  }

  private static String weights(WaveStatus wave) {
    List<TrafficWeight> weights =
        wave.clusters().stream()
            .map(ClusterStatus::set)
            .distinct()
            .sorted(Comparator.comparingInt(TrafficWeight::percent))
            .toList();
    if (weights.isEmpty()) {
      return "-";
    }
    String most = weights.getLast().toString();
    return weights.size() == 1 ? most : weights.getFirst().percent() + "-" + most;
  }

  private String name(String name, int indent) {
    int room = state - 2 - indent;
    return Line.width(name) <= room ? name : name.substring(0, room - 1) + "…";
  }

  private String branch(boolean last) {
    if (style.ascii()) {
      return last ? "` " : "| ";
    }
    return last ? "└ " : "├ ";
  }
}
