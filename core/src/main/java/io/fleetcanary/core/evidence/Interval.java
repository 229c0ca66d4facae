package io.fleetcanary.core.evidence;

/** Both arms over the same stretch of time. */
public record Interval(Counts canary, Counts stable) {
  public Interval plus(Interval more) {
    return new Interval(canary.plus(more.canary), stable.plus(more.stable));
  }

  /** Bad requests of both arms. */
  public long bad() {
    return canary.bad() + stable.bad();
  }

  /**
   * Whether the requests are more likely to have been split by one share than by another: the
   * log-likelihood ratio of two binomials.
   *
   * @param share of the canary, a fraction, at least 0 and below {@code than}
   * @param than another, below 1
   */
  public boolean likelier(double share, double than) {
    double given = canary.requests() == 0 ? 0 : canary.requests() * Math.log(share / than);
    return given + stable.requests() * Math.log((1 - share) / (1 - than)) > 0;
  }

  /** Whether it says anything: an arm without requests, or no bad request at all, does not. */
  public boolean informative() {
    return canary.requests() > 0 && stable.requests() > 0 && bad() > 0;
  }
}
