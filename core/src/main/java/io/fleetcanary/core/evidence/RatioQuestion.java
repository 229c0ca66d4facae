package io.fleetcanary.core.evidence;

import io.fleetcanary.core.evidence.Dispersion.Noise;

/**
 * The question that {@link RatioEvidence} answers, fixed before the first request is counted.
 *
 * @param by the bound: the canary's rate of bad requests is {@code 1 + by} times stable's; above -1
 * @param noise how many times more the arms differ than a binomial says
 * @param alternatives what is held against the bound
 * @param immediate how much weight is on a fault that is there from the begin, above 0 to 1; the
 *     rest is spread over later starts
 */
public record RatioQuestion(double by, Noise noise, Alternatives alternatives, double immediate) {
  /**
   * What finds a fault of the first minute sooner finds a late one later; both lose little here.
   */
  private static final double IMMEDIATE = 0.75;

  /** Half of the weight of later starts is on as many intervals with bad requests. */
  private static final double HALF_LIFE = 30;

  public RatioQuestion {
    if (!(by > -1 && immediate > 0 && immediate <= 1)) {
      throw new IllegalArgumentException(
          "by must be above -1 and immediate above 0 to 1, got " + by + " and " + immediate);
    }
  }

  /** Whether the canary is worse than {@code 1 + by} times stable, now or later. */
  public static RatioQuestion worse(double by, Noise noise) {
    return new RatioQuestion(by, noise, Alternatives.WORSE, IMMEDIATE);
  }

  /**
   * Whether the canary is shown to be better than {@code 1 + by} times stable: non-inferiority,
   * what an early promotion needs.
   *
   * @param dispersion φ of all that is counted
   */
  public static RatioQuestion notWorse(double by, double dispersion) {
    return new RatioQuestion(by, Noise.constant(dispersion), Alternatives.BETTER, 1);
  }

  double bound() {
    return 1 + by;
  }

  /** Weight of all starts that are still to come after so many intervals. */
  double toCome(long intervals) {
    return (1 - immediate) * HALF_LIFE / (intervals + HALF_LIFE);
  }
}
