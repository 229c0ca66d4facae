package io.fleetcanary.core.series;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.fleetcanary.core.analysis.Criterion;
import java.util.List;

/**
 * One metric over one watch. Counted metrics are the fraction of bad requests since the point
 * before; gauges are the mean of the looks since then, in their own unit.
 *
 * @param fraction whether values are fractions of requests
 * @param criteria when it is bad
 * @param canary oldest first; a stretch without requests has no point
 * @param stable the same of stable; empty where it is not measured, as for gauges
 */
public record MetricSeries(
    String metric,
    boolean fraction,
    List<Criterion> criteria,
    List<Point> canary,
    List<Point> stable) {
  public MetricSeries {
    criteria = List.copyOf(criteria);
    canary = List.copyOf(canary);
    stable = List.copyOf(stable);
  }

  /**
   * One value, written as {@code [second, value]}.
   *
   * @param second where its stretch ends, counted from the begin of the watch
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  public record Point(long second, double value) {}
}
