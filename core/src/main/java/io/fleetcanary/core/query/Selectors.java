package io.fleetcanary.core.query;

import io.fleetcanary.core.analysis.Metric;
import java.math.BigDecimal;

/**
 * The two selectors of a metric that counts requests, {@code $track} still inside.
 *
 * @param of all requests
 * @param part the bad ones of them; or, where there is an {@code edge}, those that were not bad
 * @param edge the bucket edge that {@code part} was answered within, e.g. {@code 0.5 s}; or empty
 */
public record Selectors(String of, String part, String edge) {
  public static Selectors of(Metric.Ratio ratio) {
    return new Selectors(ratio.of(), ratio.bad(), "");
  }

  public static Selectors of(Metric.Latency latency) {
    String histogram = latency.histogram().strip();
    int open = histogram.indexOf('{');
    String name = open < 0 ? histogram : histogram.substring(0, open);
    String matchers =
        open < 0 ? "" : histogram.substring(open + 1, histogram.lastIndexOf('}')).strip();
    String separator = matchers.isEmpty() || matchers.endsWith(",") ? "" : ",";
    String edge = BigDecimal.valueOf(latency.aboveSeconds()).stripTrailingZeros().toPlainString();
    String bucket = matchers + separator + "le=~\"" + spellings(edge) + "\"";
    return new Selectors(
        name + "_count{" + matchers + "}", name + "_bucket{" + bucket + "}", edge + " s");
  }

  /** Whether they tell the arms apart; else they count in the cluster as a whole. */
  public boolean ofOneArm() {
    return of.contains("$track") || part.contains("$track");
  }

  /** Whether {@code part} counts the requests that were not bad. */
  public boolean partIsGood() {
    return !edge.isEmpty();
  }

  /** Some clients write the edge of one second as 1, others as 1.0. */
  private static String spellings(String edge) {
    return edge.contains(".") ? edge.replace(".", "[.]") : edge + "|" + edge + "[.]0";
  }
}
