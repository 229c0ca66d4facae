package io.fleetcanary.core.evidence;

/**
 * Evidence that a rate of bad requests lies above an absolute limit: the one-sample form of {@link
 * RatioEvidence}.
 *
 * <p>Each request is bad with a probability that is at most the limit p₀; it may change all the
 * time. The evidence is the likelihood ratio of x bad of n requests against p₀, averaged over
 * alternatives whose odds are 1.1 to 20 times those of p₀ (odds, not probabilities, so that none
 * reaches 1). It depends on the sums only and, like the other, may be looked at all the time.
 */
public final class LimitEvidence {
  private LimitEvidence() {}

  /**
   * Natural logarithm of the evidence; {@code FAIL} at ln(1/α) or more.
   *
   * @param limit highest rate that is not bad, a fraction; at 0 one bad request is proof, at 1
   *     nothing is
   */
  public static double log(double limit, Counts seen) {
    if (limit >= 1 || seen.requests() == 0) {
      return 0;
    }
    if (limit <= 0) {
      return seen.bad() > 0 ? Double.POSITIVE_INFINITY : 0;
    }
    double odds = limit / (1 - limit);
    return Alternatives.EVEN.mean(Alternatives.EVEN.gains(seen.bad(), seen.requests(), odds));
  }
}
