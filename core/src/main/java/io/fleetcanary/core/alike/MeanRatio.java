package io.fleetcanary.core.alike;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The mean of one arm over that of the other, and how far chance may have moved it.
 *
 * <p>Prompts come in all lengths and in bursts, so their number says little about how sure a mean
 * is. How much the parts of the time differ from each other does: the linearised variance of a
 * ratio of two sums, as of a survey in clusters.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Ratio_estimator">Ratio estimator</a>
 */
public record MeanRatio(Arm canary, Arm stable) {
  /** Fewer parts do not show how much they differ. */
  private static final int LEAST_PARTS = 10;

  /** Standard errors that chance explains; this is looked at again and again. */
  private static final double BY_CHANCE = 3;

  /** The canary's of stable's; NaN where one has none yet. */
  public double value() {
    return canary.mean() / stable.mean();
  }

  /** Whether both are known. */
  public boolean isKnown() {
    return Double.isFinite(value());
  }

  /** Whether it is not alike as it stands, and too little has been seen to say that it is so. */
  public boolean isInDoubt(double low, double high) {
    return isOutside(low, high) && (canary.parts < LEAST_PARTS || stable.parts < LEAST_PARTS);
  }

  /** Whether it is not alike, and not by chance. */
  public boolean isUnlike(double low, double high) {
    double off = Math.exp(BY_CHANCE * Math.hypot(canary.error(), stable.error()));
    return !isInDoubt(low, high)
        && isOutside(low, high)
        && (value() > high * off || value() * off < low);
  }

  private boolean isOutside(double low, double high) {
    return isKnown() && (value() < low || value() > high);
  }

  /**
   * Sums over all parts of the time.
   *
   * @param seen whether both counters have series
   * @param parts in which there was anything
   */
  public record Arm(
      boolean seen, long parts, double sum, double of, double sumSum, double sumOf, double ofOf) {
    public static final Arm NONE = new Arm(false, 0, 0, 0, 0, 0, 0);

    /** Of two counters. */
    public static Arm of(Growth sum, Growth of) {
      NavigableSet<Double> times = new TreeSet<>(sum.ups().keySet());
      times.addAll(of.ups().keySet());
      Arm arm = new Arm(sum.seen() && of.seen(), 0, 0, 0, 0, 0, 0);
      for (double time : times) {
        arm = arm.plus(sum.at(time), of.at(time));
      }
      return arm;
    }

    /** With another part of the time. */
    public Arm plus(double moreSum, double moreOf) {
      return new Arm(
          seen,
          parts + (moreOf > 0 ? 1 : 0),
          sum + moreSum,
          of + moreOf,
          sumSum + moreSum * moreSum,
          sumOf + moreSum * moreOf,
          ofOf + moreOf * moreOf);
    }

    /** NaN where nothing was counted. */
    public double mean() {
      return of > 0 ? sum / of : Double.NaN;
    }

    /** Relative standard error of the mean. */
    double error() {
      double residuals = sumSum - 2 * mean() * sumOf + mean() * mean() * ofOf;
      double variance = Math.max(0, residuals) * parts / Math.max(1, parts - 1);
      return sum > 0 ? Math.sqrt(variance) / sum : 0;
    }
  }
}
