package io.fleetcanary.core.evidence;

import java.util.List;
import java.util.Optional;

/**
 * How many times more two arms of the same revision differ than a binomial says: φ, learnt from
 * blocks of time in which nothing was released.
 *
 * <pre>
 * s = 1 / (K − 1) · Σ (x − m·p)² / (m·p·(1 − p))    over K blocks of 10 min
 * p = ρa / (1 + ρa),  ρ such that Σ x = Σ m·p        the constant part is no noise
 * φ = max(1, s + 0.6 · max(0, s − 1.5))              what chance does not explain may be more than seen
 *     and from 20 blocks on at most max(1, 1 + 2 · (s − 1.25))     what it does explain is no noise
 * </pre>
 *
 * Dividing log likelihoods by φ keeps alpha under the binomial, whatever φ is, as long as it is
 * fixed before the first request is counted; under real over-dispersion it is an approximation.
 */
public final class Dispersion {
  /** With fewer the estimate is mostly chance. */
  public static final int LEAST_BLOCKS = 12;

  /** Twelve blocks of a binomial show more than this once in ten times. */
  private static final double BY_CHANCE = 1.5;

  /** As much as an estimate from twelve blocks is often too low. */
  private static final double CAUTION = 0.6;

  /** Of so many a binomial shows more than 1.25 once in five times, 1.5 once in fifteen. */
  private static final int MANY_BLOCKS = 20;

  private static final double NO_NOISE = 1.25;

  private static final double WIDEST = 1e6;

  private Dispersion() {}

  /**
   * Learns φ.
   *
   * @param blocks both arms of the same revision, any order
   * @return empty when fewer than {@link #LEAST_BLOCKS} blocks say anything
   */
  public static Optional<Double> of(List<Interval> blocks) {
    return ofResiduals(residuals(blocks.stream().filter(Interval::informative).toList()));
  }

  /**
   * Learns φ from blocks of several clusters: residuals and variances of one time add up.
   *
   * @return empty when they are fewer than {@link #LEAST_BLOCKS}
   */
  public static Optional<Double> ofResiduals(List<Residual> residuals) {
    if (residuals.size() < LEAST_BLOCKS) {
      return Optional.empty();
    }
    double sum = residuals.stream().mapToDouble(it -> it.off * it.off / it.variance).sum();
    double seen = sum / (residuals.size() - 1);
    double cautious = seen + CAUTION * Math.max(0, seen - BY_CHANCE);
    double most = residuals.size() < MANY_BLOCKS ? cautious : 1 + 2 * (seen - NO_NOISE);
    return Optional.of(Double.isFinite(cautious) ? Math.max(1, Math.min(cautious, most)) : 1);
  }

  /**
   * How far each block is off, given the constant ratio of all of them.
   *
   * @param telling all of them {@link Interval#informative}
   */
  public static List<Residual> residuals(List<Interval> telling) {
    double ratio = ratio(telling);
    return telling.stream()
        .map(
            block -> {
              double share = share(block, ratio);
              double off = block.canary().bad() - block.bad() * share;
              return new Residual(off, block.bad() * share * (1 - share));
            })
        .toList();
  }

  /** The ratio at which all blocks together are as expected, by bisection on its logarithm. */
  private static double ratio(List<Interval> blocks) {
    double low = 1 / WIDEST;
    double high = WIDEST;
    long seen = blocks.stream().mapToLong(block -> block.canary().bad()).sum();
    for (int i = 0; i < 80; i++) {
      double middle = Math.sqrt(low * high);
      double expected = blocks.stream().mapToDouble(it -> it.bad() * share(it, middle)).sum();
      if (expected < seen) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.sqrt(low * high);
  }

  private static double share(Interval block, double ratio) {
    double odds = ratio * block.canary().requests() / block.stable().requests();
    return odds / (1 + odds);
  }

  /**
   * One block.
   *
   * @param off bad requests more than expected of them
   * @param variance that chance alone gives this number
   */
  public record Residual(double off, double variance) {}
}
