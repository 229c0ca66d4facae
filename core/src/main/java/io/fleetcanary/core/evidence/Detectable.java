package io.fleetcanary.core.evidence;

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
 * @param dispersion φ
 * @param alpha of the check
 */
public record Detectable(
    double canaryPerSecond,
    double stablePerSecond,
    double rate,
    double by,
    double dispersion,
    double alpha) {
  /** What the mean over alternatives and starts costs, in natural logarithms. */
  private static final double MIXTURE = 3;

  private static final double LARGEST = 1000;

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
    return dispersion * (MIXTURE - Math.log(alpha)) / (each * bad);
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
