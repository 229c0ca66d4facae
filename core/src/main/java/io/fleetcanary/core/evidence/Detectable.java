package io.fleetcanary.core.evidence;

import io.fleetcanary.core.evidence.Dispersion.Noise;

/**
 * What a watch can find out at a given traffic: planning figures, not tests.
 *
 * <p>Expected evidence per canary error is the divergence between the true ratio and the bound, as
 * the {@link RatioEvidence} counts it; the mean over alternatives and starts costs about 3 more.
 *
 * @param canaryPerSecond requests on the canary
 * @param stablePerSecond requests on stable
 * @param rate of bad requests on stable, a fraction
 * @param by the margin
 * @param noise what evidence is divided by
 * @param alpha of the check
 */
public record Detectable(
    double canaryPerSecond,
    double stablePerSecond,
    double rate,
    double by,
    Noise noise,
    double alpha) {
  /** What the mean over alternatives and starts costs, in natural logarithms. */
  private static final double MIXTURE = 3;

  private static final double LARGEST = 1000;

  /** Minutes; nobody plans beyond. */
  private static final double LONGEST = 31 * 24 * 60;

  /** Later steps are as much longer as they are later. */
  private static final double STRIDE = 0.02;

  /** Seconds until a canary this many times worse than stable is expected to be found. */
  public double secondsToFind(double ratio) {
    double bound = 1 + by;
    if (ratio <= bound || canaryPerSecond <= 0 || stablePerSecond <= 0 || rate <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double odds = canaryPerSecond / stablePerSecond;
    double bad = Math.min(1, rate * ratio) * canaryPerSecond + rate * stablePerSecond;
    double share = ratio * odds / (1 + ratio * odds);
    double under = bound * odds / (1 + bound * odds);
    double each =
        share * Math.log(share / under) + (1 - share) * Math.log((1 - share) / (1 - under));
    double minutes = (MIXTURE - Math.log(alpha)) / (each * bad) / 60;
    return 60 * weighed(minutes, 60 * bad * under * (1 - under));
  }

  /**
   * How many minutes bring as much as so many would where φ is 1.
   *
   * @param perMinute information of a minute
   */
  private double weighed(double minutes, double perMinute) {
    double missing = minutes;
    double time = 0;
    while (time + missing < LONGEST && isTempered(perMinute, time + missing)) {
      double step = Math.max(noise.minutes(), STRIDE * time);
      long intervals = intervals(time + step);
      double dispersion =
          noise.of(perMinute * time, perMinute * step, intervals)
              / noise.believed(perMinute * (time + step), intervals, alpha);
      if (missing <= step / dispersion) {
        return time + missing * dispersion;
      }
      missing -= step / dispersion;
      time += step;
    }
    return time + missing;
  }

  private boolean isTempered(double perMinute, double minutes) {
    double information = perMinute * minutes;
    return noise.ofAll(information, intervals(minutes)) > 1
        || noise.believed(information, intervals(minutes), alpha) < 1;
  }

  private long intervals(double minutes) {
    return Math.max(1, Math.round(minutes / noise.minutes()));
  }

  /**
   * The smallest ratio that is expected to be found in this time; infinite if there is none below
   * 1000, or none at which the canary's rate is 100 % at most.
   */
  public double smallestRatio(double seconds) {
    double low = 1 + by;
    double high = Math.min(LARGEST, 1 / rate);
    if (secondsToFind(high) > seconds) {
      return Double.POSITIVE_INFINITY;
    }
    for (int i = 0; i < 50; i++) {
      double middle = Math.sqrt(low * high);
      if (secondsToFind(middle) > seconds) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
