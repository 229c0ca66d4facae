package io.fleetcanary.core.evidence;

import java.time.Duration;

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
   * How much both arms together can tell about the ratio of their rates: the variance of the
   * canary's share of the bad requests, in bad requests. A tenth on the canary tells about a tenth
   * of all bad requests.
   *
   * @param ratio of the rates, above 0
   */
  double information(double ratio) {
    if (!informative()) {
      return 0;
    }
    double odds = ratio * canary.requests() / stable.requests();
    return bad() * odds / ((1 + odds) * (1 + odds));
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

  /**
   * A change of the canary's share of requests, as fractions: a gateway may obey it seconds after
   * it has accepted it.
   *
   * @param before at least 0
   * @param now above {@code before}, below 1
   */
  public record Shift(double before, double now) {
    /** So long a gateway may take to obey a weight that it has accepted. */
    public static final Duration TIME_TO_OBEY = Duration.ofSeconds(30);

    public Shift {
      if (!(0 <= before && before < now && now < 1)) {
        throw new IllegalArgumentException(
            "a share must rise from 0 or more to less than 1, got " + before + " to " + now);
      }
    }

    /**
     * Whether these requests are more likely to have been split by the share before.
     *
     * @param start of their interval, since the gateway has accepted the new share
     */
    public boolean isYetToCome(Interval requests, Duration start) {
      return start.compareTo(TIME_TO_OBEY) < 0 && requests.likelier(before, now);
    }
  }
}
