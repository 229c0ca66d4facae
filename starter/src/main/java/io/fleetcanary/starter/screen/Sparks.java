package io.fleetcanary.starter.screen;

import io.fleetcanary.core.analysis.Figures;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.status.FleetStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A line for each metric: bad requests of the canary beside those of stable, on one scale. The
 * worst metrics come first.
 */
final class Sparks {
  static final int LOOKS = 8;

  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  private static final String ASCII_LEVELS = "_.-:=+*#";
  private static final int WIDEST_NAME = 16;
  private static final int ARM = 25;

  private final Style style;
  private final FleetStatus status;
  private final int name;

  /** The verdicts are those of {@code status}, trends decide how wide names are. */
  Sparks(Style style, FleetStatus status, List<Trend> trends) {
    this.style = style;
    this.status = status;
    this.name =
        Math.min(
            WIDEST_NAME, trends.stream().mapToInt(it -> Line.width(it.metric())).max().orElse(0));
  }

  List<Line> lines(List<Trend> trends, int most) {
    return trends.stream()
        .sorted(Comparator.comparingInt(this::urgency))
        .limit(Math.max(0, most))
        .map(this::line)
        .toList();
  }

  private int urgency(Trend trend) {
    return worst(trend)
        .map(
            verdict ->
                switch (verdict) {
                  case FAIL -> 0;
                  case INCONCLUSIVE -> 1;
                  case PASS -> 2;
                })
        .orElse(2);
  }

  private Optional<Verdict> worst(Trend trend) {
    List<Verdict> verdicts =
        status.waves().stream()
            .flatMap(wave -> wave.clusters().stream())
            .flatMap(cluster -> cluster.findings().stream())
            .filter(finding -> finding.metric().equals(trend.metric()))
            .map(Finding::verdict)
            .toList();
    return List.of(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS).stream()
        .filter(verdicts::contains)
        .findFirst();
  }

  private Line line(Trend trend) {
    List<Interval> looks =
        trend.looks().subList(Math.max(0, trend.looks().size() - LOOKS), trend.looks().size());
    double most =
        looks.stream()
            .flatMap(look -> List.of(look.canary(), look.stable()).stream())
            .filter(counts -> counts.requests() > 0)
            .mapToDouble(Counts::rate)
            .max()
            .orElse(0);
    Line line =
        new Line(style)
            .marked(worst(trend).map(Mark::of).orElse(Mark.QUIET), trend.metric())
            .column(name + 3)
            .add("canary " + arm(looks, Interval::canary, most));
    if (looks.getLast().stable().requests() > 0) {
      line.column(name + 3 + ARM).add("stable " + arm(looks, Interval::stable, most));
    }
    return line.column(name + 3 + 2 * ARM)
        .add(Mark.QUIET, "n = " + looks.getLast().canary().requests());
  }

  private String arm(List<Interval> looks, Function<Interval, Counts> arm, double most) {
    String levels =
        looks.stream().map(arm).map(counts -> level(counts, most)).collect(Collectors.joining());
    return " ".repeat(LOOKS - looks.size())
        + levels
        + " "
        + Figures.percent(arm.apply(looks.getLast()).rate());
  }

  /** A gap where there was no request: that is no zero. */
  private String level(Counts counts, double most) {
    if (counts.requests() == 0) {
      return " ";
    }
    String levels = style.ascii() ? ASCII_LEVELS : LEVELS;
    int level = most == 0 ? 0 : (int) Math.round(counts.rate() / most * (levels.length() - 1));
    return levels.substring(level, level + 1);
  }
}
