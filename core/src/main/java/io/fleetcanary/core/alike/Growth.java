package io.fleetcanary.core.alike;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What counters of one arm went up by, all series together.
 *
 * @param seen whether there is any series
 * @param ups by the time at which it was seen
 */
public record Growth(boolean seen, SortedMap<Double, Double> ups) {
  public static final Growth NONE = new Growth(false, Collections.emptySortedMap());

  public Growth {
    ups = Collections.unmodifiableSortedMap(new TreeMap<>(ups));
  }

  /**
   * Of the values that each counter had, by time in seconds. The first value of a counter is where
   * it begins; one that drops has been reset, and went up from 0.
   */
  public static Growth of(List<SortedMap<Double, Double>> counters) {
    SortedMap<Double, Double> ups = new TreeMap<>();
    for (SortedMap<Double, Double> counter : counters) {
      double before = Double.NaN;
      for (Map.Entry<Double, Double> sample : counter.entrySet()) {
        double now = sample.getValue();
        double up = now < before ? now : now - before;
        if (Double.isFinite(up)) {
          ups.merge(sample.getKey(), up, Double::sum);
        }
        before = now;
      }
    }
    return new Growth(!counters.isEmpty(), ups);
  }

  /** What they went up by at that time. */
  public double at(double time) {
    return ups.getOrDefault(time, 0.0);
  }
}
