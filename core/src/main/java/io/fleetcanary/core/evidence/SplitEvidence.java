package io.fleetcanary.core.evidence;

import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Evidence that requests do not fall on the arms with the shares that were planned (sample-ratio
 * mismatch). A Dirichlet mixture of multinomials; depends on the sums only and may be looked at all
 * the time.
 *
 * @see <a href="https://arxiv.org/abs/2011.03567">Lindon and Malek 2022</a>
 */
public final class SplitEvidence {
  /** How strongly the mixture expects shares near the planned ones. */
  private static final double CONCENTRATION = 100;

  private SplitEvidence() {}

  /**
   * Natural logarithm of the evidence; proof at ln(1/α) or more.
   *
   * @param planned shares above 0 that add up to 1
   * @param seen counts, one for each share
   */
  public static double log(List<Double> planned, List<Long> seen) {
    double log = 0;
    long all = 0;
    for (int i = 0; i < planned.size(); i++) {
      double share = planned.get(i);
      double prior = CONCENTRATION * share;
      log += LogGamma.value(prior + seen.get(i)) - LogGamma.value(prior);
      log -= seen.get(i) * Math.log(share);
      all += seen.get(i);
    }
    return log + LogGamma.value(CONCENTRATION) - LogGamma.value(CONCENTRATION + all);
  }
}
