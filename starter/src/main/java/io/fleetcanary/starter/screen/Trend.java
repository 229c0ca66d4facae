package io.fleetcanary.starter.screen;

import io.fleetcanary.core.evidence.Interval;
import java.util.List;

/**
 * How a metric went lately.
 *
 * @param metric its name
 * @param looks requests of both arms that came in between two looks, the oldest first; at least one
 */
public record Trend(String metric, List<Interval> looks) {
  public Trend {
    looks = List.copyOf(looks);
  }
}
