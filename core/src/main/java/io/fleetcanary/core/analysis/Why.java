package io.fleetcanary.core.analysis;

import io.fleetcanary.core.evidence.MeanShift;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioRange;
import java.util.OptionalDouble;

/**
 * The figures behind a finding, in one line.
 *
 * @param evidence both arms over the whole watch
 * @param proof log evidence that is proof
 */
record Why(CountEvidence evidence, double proof) {
  /** One in so many intervals misses the true ratio, ever. */
  private static final double MISSED = 0.01;

  /** Beyond this nobody counts. */
  private static final double MOST = 1e9;

  /** E.g. {@code 41.2 against stable's 45.1 on average}. */
  static String means(MeanShift shift) {
    if (shift.looks() == 0) {
      return "nothing of stable to compare with";
    }
    return Figures.number(shift.canary() / shift.looks())
        + " against stable's "
        + Figures.number(shift.stable() / shift.looks())
        + " on average";
  }

  /** Where the difference lies; empty where nothing is known of it. */
  static String difference(MeanShift shift) {
    if (shift.looks() == 0) {
      return "";
    }
    OptionalDouble half = shift.halfWidth(MISSED);
    if (half.isEmpty()) {
      return "no range of the difference before "
          + MeanShift.LEAST_BLOCKS
          + " blocks of 5 minutes, got "
          + shift.blocks();
    }
    return "difference "
        + Figures.number(shift.mean())
        + ", "
        + Figures.number(shift.mean() - half.getAsDouble())
        + " to "
        + Figures.number(shift.mean() + half.getAsDouble())
        + " over "
        + shift.blocks()
        + " blocks of 5 minutes";
  }

  /** E.g. {@code 12 of 400 bad, evidence 3.2, proof from 2000}. */
  String limit(double log) {
    return counts() + weighed(log);
  }

  /**
   * The same, with the rates of both arms, their ratio and where it lies.
   *
   * @param log of the ratio's evidence, as far as it is believed
   */
  String comparison(RatioEvidence ratio, double log) {
    double dispersion = ratio.dispersion(evidence.sums());
    RatioRange range = RatioRange.of(evidence.sums(), dispersion, MISSED);
    String high = Double.isInfinite(range.high()) ? "anything" : Figures.number(range.high());
    return counts()
        + " against "
        + evidence.stable().bad()
        + " of "
        + evidence.stable().requests()
        + ", "
        + Figures.percent(evidence.canary().rate())
        + " against "
        + Figures.percent(evidence.stable().rate())
        + ", ratio "
        + Figures.ratio(evidence.sums())
        + ", "
        + Figures.number(range.low())
        + " to "
        + high
        + weighed(log)
        + noise(ratio, dispersion);
  }

  private static String noise(RatioEvidence ratio, double dispersion) {
    if (!ratio.test().noise().known()) {
      return ", dispersion not known, taken for " + Figures.number(dispersion);
    }
    return dispersion > 1 ? ", dispersion " + Figures.number(dispersion) : "";
  }

  private String counts() {
    return evidence.canary().bad() + " of " + evidence.canary().requests() + " bad";
  }

  private String weighed(double log) {
    return ", evidence " + odds(log) + ", proof from " + odds(proof);
  }

  private static String odds(double log) {
    return Figures.number(Math.min(MOST, Math.exp(log)));
  }
}
