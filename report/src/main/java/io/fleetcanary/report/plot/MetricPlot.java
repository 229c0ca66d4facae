package io.fleetcanary.report.plot;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.series.MetricSeries;
import io.fleetcanary.core.series.MetricSeries.Point;
import io.fleetcanary.core.series.WatchSeries;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One metric of one cluster over time: canary solid, stable dashed, limits dotted, and a thin line
 * where each watch begins. A level holds for the stretch that ends with its point.
 */
public final class MetricPlot {
  private static final int WIDTH = 340;
  private static final int HEIGHT = 90;
  private static final int LEFT = 56;
  private static final int TOP = 34;
  private static final int BOTTOM = 18;

  /** A limit that is farther away would press everything else onto the axis. */
  private static final double FAR = 3;

  /** Room that a label needs. */
  private static final int LABEL = 52;

  private final String title;
  private final Instant zero;
  private final List<Stretch> stretches;
  private final Instant begin;
  private final double seconds;
  private final double low;
  private final double high;

  /** One watch, and what it says of this metric. */
  private record Stretch(WatchSeries watch, MetricSeries series) {}

  /**
   * Of the watches that have this metric, at least one.
   *
   * @param title said above it
   * @param zero times are counted from here
   * @param watches of one cluster, oldest first
   */
  public MetricPlot(String title, Instant zero, List<WatchSeries> watches, String metric) {
    this.title = title;
    this.zero = zero;
    stretches = new ArrayList<>();
    for (WatchSeries watch : watches) {
      watch.metrics().stream()
          .filter(series -> series.metric().equals(metric))
          .forEach(series -> stretches.add(new Stretch(watch, series)));
    }
    begin = stretches.getFirst().watch.begin();
    Instant end = stretches.getLast().watch.end();
    seconds = Math.max(1, Duration.between(begin, end).toMillis() / 1000.0);
    double most = values().max().orElse(0);
    low = Math.min(0, Math.min(values().min().orElse(0), near(most).min().orElse(0)));
    double top = Math.max(most, near(most).max().orElse(0));
    high = top > low ? top + (top - low) * 0.1 : low + 1;
  }

  /** One SVG element. */
  public String svg() {
    int width = LEFT + WIDTH + 4;
    Markup svg =
        new Markup()
            .open(
                "svg",
                "viewBox",
                "0 0 " + width + " " + (TOP + HEIGHT + BOTTOM),
                "role",
                "img",
                "aria-label",
                title + ", canary and stable over time");
    svg.leaf("text", title, "class", "title", "x", "0", "y", "11");
    axes(svg);
    marks(svg);
    limits(svg);
    for (Stretch stretch : stretches) {
      line(svg, "stable", stretch.watch, stretch.series.stable());
      line(svg, "canary", stretch.watch, stretch.series.canary());
    }
    return svg.close().toString();
  }

  private DoubleStream values() {
    return stretches.stream()
        .flatMap(it -> Stream.concat(it.series.canary().stream(), it.series.stable().stream()))
        .mapToDouble(Point::value);
  }

  private Stream<Criterion> criteria() {
    return stretches.getLast().series.criteria().stream();
  }

  private DoubleStream limits() {
    return criteria()
        .flatMap(
            criterion ->
                switch (criterion) {
                  case Criterion.Max max -> Stream.of(max.limit());
                  case Criterion.Min min -> Stream.of(min.limit());
                  case Criterion.Worse worse -> Stream.<Double>empty();
                })
        .mapToDouble(Double::doubleValue);
  }

  private DoubleStream near(double most) {
    return limits().filter(limit -> most <= 0 || limit <= most * FAR);
  }

  private void axes(Markup svg) {
    for (double level : new double[] {low, (low + high) / 2, high}) {
      String y = number(y(level));
      svg.empty(
          "line", "class", "grid", "x1", "" + LEFT, "x2", "" + (LEFT + WIDTH), "y1", y, "y2", y);
      String[] place = {"class", "level", "x", "" + (LEFT - 4), "y", number(y(level) + 4)};
      svg.leaf("text", says(level), place);
    }
    int below = TOP + HEIGHT + BOTTOM - 4;
    svg.leaf("text", time(begin), "x", "" + LEFT, "y", "" + below);
    Instant end = stretches.getLast().watch.end();
    svg.leaf("text", time(end), "class", "level", "x", "" + (LEFT + WIDTH), "y", "" + below);
    String limits = criteria().map(this::bound).collect(Collectors.joining(", "));
    svg.leaf("text", limits, "class", "time", "x", "" + (LEFT + WIDTH / 2), "y", "" + below);
  }

  private String time(Instant at) {
    Duration passed = Duration.between(zero, at).truncatedTo(ChronoUnit.SECONDS);
    return DurationText.print(passed.isNegative() ? Duration.ZERO : passed);
  }

  private void marks(Markup svg) {
    double free = 0;
    for (Stretch stretch : stretches) {
      double x = x(stretch.watch.begin());
      String at = number(x);
      svg.empty(
          "line", "class", "step", "x1", at, "x2", at, "y1", "" + TOP, "y2", "" + (TOP + HEIGHT));
      if (x >= free) {
        svg.leaf("text", says(stretch.watch), "x", at, "y", "" + (TOP - 8));
        free = x + LABEL;
      }
    }
  }

  private static String says(WatchSeries watch) {
    return switch (watch.kind()) {
      case BAKE -> watch.weight().toString();
      case PROMOTION -> "promotion";
      case GUARD -> "guard";
    };
  }

  private void limits(Markup svg) {
    limits()
        .filter(limit -> limit <= high && limit >= low)
        .mapToObj(limit -> number(y(limit)))
        .forEach(
            y ->
                svg.empty(
                    "line",
                    "class",
                    "limit",
                    "x1",
                    "" + LEFT,
                    "x2",
                    "" + (LEFT + WIDTH),
                    "y1",
                    y,
                    "y2",
                    y));
    criteria()
        .filter(Criterion.Worse.class::isInstance)
        .map(Criterion.Worse.class::cast)
        .forEach(worse -> worse(svg, worse.by()));
  }

  private String bound(Criterion criterion) {
    return switch (criterion) {
      case Criterion.Max max -> "limit " + says(max.limit()) + beyond(max.limit());
      case Criterion.Min min -> "at least " + says(min.limit()) + beyond(min.limit());
      case Criterion.Worse worse -> "stable + " + digits(worse.by() * 100) + " %";
    };
  }

  private String beyond(double limit) {
    return limit > high || limit < low ? " (not in sight)" : "";
  }

  private void worse(Markup svg, double by) {
    for (Stretch stretch : stretches) {
      List<Point> bound =
          stretch.series.stable().stream()
              .map(point -> new Point(point.second(), point.value() * (1 + by)))
              .toList();
      line(svg, "limit", stretch.watch, bound);
    }
  }

  private void line(Markup svg, String look, WatchSeries watch, List<Point> points) {
    if (points.isEmpty()) {
      return;
    }
    Function<Point, String> level = point -> number(y(Math.min(high, point.value())));
    StringBuilder path = new StringBuilder("M" + number(x(watch.begin())));
    path.append(' ').append(level.apply(points.getFirst()));
    for (Point point : points) {
      path.append("V").append(level.apply(point));
      path.append("H").append(number(x(watch.begin().plusSeconds(point.second()))));
    }
    svg.empty("path", "class", look, "d", path.toString());
  }

  private String says(double level) {
    boolean fraction = stretches.getLast().series.fraction();
    return digits(fraction ? level * 100 : level) + (fraction ? " %" : "");
  }

  private static String digits(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private double x(Instant at) {
    double passed = Duration.between(begin, at).toMillis() / 1000.0;
    return LEFT + WIDTH * Math.clamp(passed / seconds, 0, 1);
  }

  private double y(double level) {
    return TOP + HEIGHT * (1 - (level - low) / (high - low));
  }

  private static String number(double value) {
    return BigDecimal.valueOf(Math.round(value * 10), 1).stripTrailingZeros().toPlainString();
  }
}
