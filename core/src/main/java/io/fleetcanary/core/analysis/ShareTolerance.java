package io.fleetcanary.core.analysis;

/**
 * Whether the share of requests that the canary was seen to answer is the one that was set.
 *
 * <p>It may be off by two points (a route splits per connection or per worker), or by 4.5 standard
 * errors while few requests were seen: chance alone goes beyond those in 7 of a million looks.
 *
 * @param percent the weight that was set, 1 to 99
 * @param routed how much of the requests comes by a route, above 0 to 1; the rest stays with stable
 */
public record ShareTolerance(int percent, double routed) {
  private static final double POINTS = 0.02;
  private static final double STANDARD_ERRORS = 4.5;

  public ShareTolerance {
    if (percent < 1 || percent > 99) {
      throw new IllegalArgumentException("share must be 1..99 percent, got " + percent);
    }
  }

  /** Requests of both arms before the share can be judged: at least 20 expected on the canary. */
  public long requestsNeeded() {
    return Math.max(200, Math.max(whole(21 * (1 - share()) / share()), whole(20 / share())));
  }

  /** Rounded up, but for what floating point adds. */
  private static long whole(double requests) {
    return (long) Math.ceil(requests - 1e-6);
  }

  public boolean holds(ShareSeen seen) {
    double share = share();
    double standardError = Math.sqrt(share * (1 - share) / seen.total());
    double off = Math.abs((double) seen.canary() / seen.total() - share);
    return off <= Math.max(POINTS, STANDARD_ERRORS * standardError);
  }

  /** How much of the requests seems to come by a route, if the route obeys its weight. */
  public double routedPart(ShareSeen seen) {
    return 100.0 * seen.canary() / seen.total() / percent;
  }

  private double share() {
    return percent * routed / 100.0;
  }
}
