package io.fleetcanary.core.query;

import io.fleetcanary.core.analysis.Metric;
import java.time.Duration;

/**
 * One query for a person who wants to look with their own eyes. Verdicts count raw samples, with
 * births and resets of counters; {@code increase} extrapolates, so its numbers are close, not the
 * same.
 */
public final class ShownQuery {
  private static final String TRACK = "$track";

  private ShownQuery() {}

  /**
   * The metric as one number, evaluated at the end of the time that it is about: the share of bad
   * requests, or the gauge itself.
   *
   * @param matchers of the arm, without braces
   * @param window 1 s or more
   */
  public static String of(Metric metric, String matchers, Duration window) {
    String query =
        switch (metric) {
          case Metric.Ratio ratio -> share(Selectors.of(ratio), window);
          case Metric.Latency latency -> share(Selectors.of(latency), window);
          case Metric.Gauge gauge -> gauge.query().strip();
        };
    return query.replace(TRACK, matchers);
  }

  private static String share(Selectors selectors, Duration window) {
    String share = grown(selectors.part(), window) + " / " + grown(selectors.of(), window);
    return selectors.partIsGood() ? "1 - " + share : share;
  }

  private static String grown(String selector, Duration window) {
    return "sum(increase(%s[%ds]))".formatted(selector.strip(), Math.max(1, window.toSeconds()));
  }
}
