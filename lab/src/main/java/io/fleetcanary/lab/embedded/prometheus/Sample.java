package io.fleetcanary.lab.embedded.prometheus;

import java.time.Instant;

/**
 * One value of a series.
 *
 * @param stale whether it marks that the series has ended; then the value means nothing
 */
record Sample(Instant time, double value, boolean stale) {
  static Sample of(Instant time, double value) {
    return new Sample(time, value, false);
  }

  static Sample end(Instant time) {
    return new Sample(time, Double.NaN, true);
  }
}
