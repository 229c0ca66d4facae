package io.fleetcanary.starter.show;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.forecast.Detection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What bakes can find out at today's traffic, for people. */
public final class DetectionText {
  private static final double HOUR = 3600;
  private static final double MONTH = 30 * 24 * HOUR;

  private final List<Detection> bakes;

  public DetectionText(List<Detection> bakes) {
    this.bakes = bakes;
  }

  /** All of it, one text per line; nothing where nobody has seen requests. */
  public List<String> lines() {
    if (bakes.isEmpty()) {
      return List.of();
    }
    Table table = new Table("BAKE", "METRIC", "FINDS FROM", "DOUBLED IS SEEN AFTER", "LEAST IN");
    for (Detection it : bakes) {
      table.row(
          it.wave() + ", " + it.weight() + " for " + Words.of(it.bake()),
          it.metric(),
          it.findsSomething() ? times(it.smallest()) + " x stable's" : "nothing",
          time(it.doubled()),
          it.cluster());
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines());
    lines.add(
        "expected at the traffic of the last minutes, with dispersion 1, known of stable's pods;"
            + " what clusters prove together comes on top");
    return lines;
  }

  /** Of bakes in which nobody could find anything. */
  public List<String> warnings() {
    return bakes.stream()
        .filter(it -> !it.findsSomething())
        .map(
            it ->
                "bake of "
                    + Words.of(it.bake())
                    + " at "
                    + it.weight()
                    + " in wave "
                    + it.wave()
                    + " can find nothing in "
                    + it.metric()
                    + ": too few bad requests in "
                    + it.cluster()
                    + " today; bake longer, or with more weight")
        .toList();
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.1f", ratio);
  }

  /** Minutes below an hour, hours above: it is an expectation. */
  private static String time(double seconds) {
    if (seconds > MONTH) {
      return Double.isFinite(seconds) ? "over a month" : "never";
    }
    return Words.of(
        seconds < HOUR
            ? Duration.ofMinutes(Math.max(1, Math.round(seconds / 60)))
            : Duration.ofHours(Math.round(seconds / HOUR)));
  }
}
