package io.fleetcanary.core.evidence;

/**
 * Evidence that the canary's rate of bad requests is above stable's where bad is common: the exact
 * two-by-two block form. {@link RatioEvidence} treats rates as if a request could be bad more than
 * once, which costs power above some 10 %; this one does not, but it knows no margin, and it
 * supposes that within an interval both rates stand still.
 *
 * <pre>
 * e = θc^xc (1−θc)^(nc−xc) · θb^xb (1−θb)^(nb−xb) / (θ0^(xc+xb) (1−θ0)^(n−xc−xb)),  θ0 = (nc·θc + nb·θb) / n
 * </pre>
 *
 * with θ from the intervals before, so that it is fixed when the interval begins; e = 1 while θc ≤
 * θb.
 *
 * @param before sums of the intervals so far
 * @param log natural logarithm of the evidence
 * @see <a href="https://arxiv.org/abs/2106.02693">Turner, Ly and Grünwald 2021</a>
 */
public record BlockEvidence(Interval before, double log) {
  public static final BlockEvidence NONE =
      new BlockEvidence(new Interval(Counts.NONE, Counts.NONE), 0);

  /** Prior successes and failures of each rate, as safestats has them. */
  private static final double PRIOR = 0.18;

  public BlockEvidence plus(Interval interval) {
    return new BlockEvidence(before.plus(interval), log + gain(interval));
  }

  private double gain(Interval interval) {
    double canary = expected(before.canary());
    double stable = expected(before.stable());
    long canaries = interval.canary().requests();
    long stables = interval.stable().requests();
    if (canary <= stable || canaries == 0 || stables == 0) {
      return 0;
    }
    double common = (canaries * canary + stables * stable) / (canaries + stables);
    return likelihood(interval.canary(), canary)
        + likelihood(interval.stable(), stable)
        - likelihood(interval.canary().plus(interval.stable()), common);
  }

  private static double expected(Counts counts) {
    return (counts.bad() + PRIOR) / (counts.requests() + 2 * PRIOR);
  }

  private static double likelihood(Counts counts, double rate) {
    return counts.bad() * Math.log(rate) + (counts.requests() - counts.bad()) * Math.log1p(-rate);
  }
}
