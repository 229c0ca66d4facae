package io.fleetcanary.core.analysis;

/**
 * Whether the share of requests that the canary was seen to answer is the one that was set.
 *
 * <p>It may be off by two points (a route splits per connection or per worker), or by 4.5 standard
 * errors while few requests were seen: chance alone goes beyond those in 7 of a million looks.
 *
 * @param percent the weight that was set, 1 to 99
 */
public record ShareTolerance(int percent) {
  private static final double POINTS = 0.02;
  private static final double STANDARD_ERRORS = 4.5;

  public ShareTolerance {
    if (percent < 1 || percent > 99) {
      throw new IllegalArgumentException("share must be 1..99 percent, got " + percent);
    }
  }

  /** Requests of both arms before the share can be judged: at least 20 expected on the canary. */
  public long requestsNeeded() {
    long bySpread = Math.ceilDiv(21L * (100 - percent), percent);
    long byCanary = Math.ceilDiv(20L * 100, percent);
    return Math.max(200, Math.max(bySpread, byCanary));
  }

  public boolean holds(ShareSeen seen) {
    double share = percent / 100.0;
    double standardError = Math.sqrt(share * (1 - share) / seen.total());
    double off = Math.abs((double) seen.canary() / seen.total() - share);
    return off <= Math.max(POINTS, STANDARD_ERRORS * standardError);
  }
}
