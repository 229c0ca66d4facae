package io.fleetcanary.activity.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.stream.Stream;

/** One series of a fake Prometheus, by time. */
record StoredSeries(SortedMap<String, String> labels, NavigableMap<Instant, Double> samples) {
  /** How far back Prometheus looks for the newest sample of a series. */
  static final Duration LOOKBACK = Duration.ofMinutes(5);

  /** The newest that is not too old. */
  Stream<Double> at(Instant time, Duration lookback) {
    return samples.subMap(time.minus(lookback), false, time, true).descendingMap().values().stream()
        .limit(1);
  }
}
