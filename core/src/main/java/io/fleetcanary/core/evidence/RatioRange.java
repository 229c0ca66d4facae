package io.fleetcanary.core.evidence;

import java.util.function.DoublePredicate;
import org.apache.commons.numbers.gamma.LogBeta;

/**
 * Where the ratio of the canary's rate to stable's lies: an interval that covers the truth at all
 * times at once with probability 1 − α, for explanations.
 *
 * <p>Of m bad requests the canary has x ~ Binomial(m, π), π = ρa / (1 + ρa). All π are in the
 * interval whose likelihood is not beaten 1/α times by a Beta(½, ½) mixture. It takes a =
 * n<sub>c</sub> / n<sub>b</sub> from the sums, so it is for one watch, in which the weight stands
 * still.
 *
 * @param low 0 or more
 * @param high may be infinite
 */
public record RatioRange(double low, double high) {
  private static final RatioRange UNKNOWN = new RatioRange(0, Double.POSITIVE_INFINITY);
  private static final int STEPS = 60;

  public static RatioRange of(Interval sums, double dispersion, double alpha) {
    if (!sums.informative()) {
      return UNKNOWN;
    }
    double hits = sums.canary().bad() / dispersion;
    double misses = sums.stable().bad() / dispersion;
    double mixture = LogBeta.value(hits + 0.5, misses + 0.5) - LogBeta.value(0.5, 0.5);
    DoublePredicate within = share -> mixture - likelihood(hits, misses, share) < -Math.log(alpha);
    double most = hits / (hits + misses);
    double odds = (double) sums.canary().requests() / sums.stable().requests();
    return new RatioRange(ratio(edge(0, most, within), odds), ratio(edge(1, most, within), odds));
  }

  private static double ratio(double share, double odds) {
    return share >= 1 ? Double.POSITIVE_INFINITY : share / (1 - share) / odds;
  }

  /** Bisects between the end of all shares and the likeliest one. */
  private static double edge(double end, double likeliest, DoublePredicate within) {
    double out = end;
    double in = likeliest;
    for (int i = 0; i < STEPS; i++) {
      double middle = (out + in) / 2;
      if (within.test(middle)) {
        in = middle;
      } else {
        out = middle;
      }
    }
    return out;
  }

  private static double likelihood(double hits, double misses, double share) {
    return times(hits, Math.log(share)) + times(misses, Math.log1p(-share));
  }

  /** 0 times minus infinity is nothing. */
  private static double times(double count, double log) {
    return count == 0 ? 0 : count * log;
  }
}
