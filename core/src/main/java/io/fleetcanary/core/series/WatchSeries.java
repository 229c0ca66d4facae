package io.fleetcanary.core.series;

import io.fleetcanary.core.plan.TrafficWeight;
import java.time.Instant;
import java.util.List;

/**
 * What one watch of one cluster measured.
 *
 * @param weight of the canary meanwhile
 * @param begin evidence counts from here
 * @param end when the watch ended
 * @param metrics in the order of the spec, those that were measured
 */
public record WatchSeries(
    String cluster,
    Kind kind,
    TrafficWeight weight,
    Instant begin,
    Instant end,
    List<MetricSeries> metrics) {
  public WatchSeries {
    metrics = List.copyOf(metrics);
  }

  /** Why it was watched. */
  public enum Kind {
    /** A step baked. */
    BAKE,
    /** Stable rolled to the revision. */
    PROMOTION,
    /** Something else took time. */
    GUARD
  }
}
