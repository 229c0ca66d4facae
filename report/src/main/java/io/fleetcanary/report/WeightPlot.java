package io.fleetcanary.report;

import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.report.plot.Markup;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The canary's weight over time, a line for each cluster, and the whole fleet's share. */
final class WeightPlot {
  private static final int MOST_LINES = 24;

  private static final int WIDTH = 760;
  private static final int HEIGHT = 220;
  private static final int LEFT = 44;
  private static final int BOTTOM = 24;

  private final RolloutReport report;
  private final Instant begin;
  private final double seconds;

  WeightPlot(RolloutReport report) {
    this.report = report;
    this.begin = report.history().startedAt();
    this.seconds = Math.max(1, report.took().toMillis() / 1000.0);
  }

  /** One SVG element. */
  String svg() {
    Markup svg =
        new Markup()
            .open(
                "svg",
                "viewBox",
                "0 0 " + (LEFT + WIDTH + 12) + " " + (HEIGHT + BOTTOM + 12),
                "role",
                "img",
                "aria-label",
                "weight of the canary over time, percent of requests, by cluster");
    grid(svg);
    for (ClusterStatus cluster : report.worstFirst().stream().limit(MOST_LINES).toList()) {
      line(svg, cluster);
    }
    line(svg, "fleet", "the whole fleet", fleet());
    return svg.close().toString();
  }

  private void grid(Markup svg) {
    for (int percent : List.of(0, 25, 50, 75, 100)) {
      String y = number(y(percent));
      svg.empty(
              "line", "class", "grid", "x1", "" + LEFT, "x2", "" + (LEFT + WIDTH), "y1", y, "y2", y)
          .leaf("text", percent + " %", "x", "2", "y", number(y(percent) + 4));
    }
    for (int part = 0; part <= 4; part++) {
      Duration at = Duration.ofSeconds(Math.round(seconds * part / 4));
      double x = LEFT + WIDTH * part / 4.0;
      svg.leaf(
          "text",
          DurationText.print(at.truncatedTo(ChronoUnit.SECONDS)),
          "class",
          "time",
          "x",
          number(x),
          "y",
          "" + (HEIGHT + BOTTOM));
    }
  }

  private void line(Markup svg, ClusterStatus cluster) {
    StringBuilder path = new StringBuilder("M" + LEFT + " " + number(y(0)));
    for (Move move : report.history().moves()) {
      if (move.cluster().equals(cluster.cluster())) {
        path.append("H").append(number(x(move.at()))).append("V").append(number(y(move.weight())));
      }
    }
    line(
        svg,
        bad(cluster) ? "bad" : "good",
        cluster.cluster(),
        path + "H" + number(x(report.until())));
  }

  private static boolean bad(ClusterStatus cluster) {
    ClusterPhase phase = cluster.phase();
    return phase == ClusterPhase.ROLLED_BACK
        || phase == ClusterPhase.HANDED_OVER
        || phase == ClusterPhase.RETURNING;
  }

  private static void line(Markup svg, String look, String title, String path) {
    svg.open("path", "class", look, "d", path).leaf("title", title).close();
  }

  /** The mean over all clusters, drawn no finer than one can see. */
  private String fleet() {
    int all = Math.max(1, (int) report.clusters().count());
    Map<String, Integer> weights = new TreeMap<>();
    StringBuilder path = new StringBuilder("M" + LEFT + " " + number(y(0)));
    long drawn = -1;
    double mean = 0;
    for (Move move : report.history().moves()) {
      long x = Math.round(x(move.at()));
      if (x != drawn && drawn >= 0) {
        path.append("H").append(drawn).append("V").append(number(y(mean)));
      }
      weights.put(move.cluster(), move.weight());
      mean = weights.values().stream().mapToInt(Integer::intValue).sum() / (double) all;
      drawn = x;
    }
    String last = drawn < 0 ? "" : "H" + drawn + "V" + number(y(mean));
    return path + last + "H" + number(x(report.until()));
  }

  private double x(Instant at) {
    double passed = Duration.between(begin, at).toMillis() / 1000.0;
    return LEFT + WIDTH * Math.clamp(passed / seconds, 0, 1);
  }

  private static double y(double percent) {
    return 8 + (HEIGHT - 8) * (1 - percent / 100);
  }

  private static String number(double value) {
    return String.valueOf(Math.round(value * 10) / 10.0);
  }
}
