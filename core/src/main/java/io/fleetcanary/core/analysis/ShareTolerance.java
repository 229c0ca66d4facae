package io.fleetcanary.core.analysis;

import io.fleetcanary.core.evidence.SplitEvidence;
import java.util.List;

/**
 * Whether the share of requests that the canary was seen to answer is the one that was set.
 *
 * <p>It may be off by two points (a route splits per connection or per worker), and by more as long
 * as chance explains it: a test for sample-ratio mismatch that may be looked at all the time says
 * otherwise, ever, in one of a thousand watches ({@link SplitEvidence}). That is about 4.5 standard
 * errors.
 *
 * @param percent the weight that was set, 1 to 99
 * @param routed how much of the requests comes by a route, above 0 to 1; the rest stays with stable
 */
public record ShareTolerance(int percent, double routed) {
  private static final double POINTS = 0.02;
  private static final double MISMATCH = Math.log(1000);

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
    double off = Math.abs((double) seen.canary() / seen.total() - share);
    return off <= POINTS || mismatch(share, seen) < MISMATCH;
  }

  private static double mismatch(double share, ShareSeen seen) {
    return SplitEvidence.log(
        List.of(share, 1 - share), List.of(seen.canary(), seen.total() - seen.canary()));
  }

  /** How much of the requests seems to come by a route, if the route obeys its weight. */
  public double routedPart(ShareSeen seen) {
    return 100.0 * seen.canary() / seen.total() / percent;
  }

  private double share() {
    return percent * routed / 100.0;
  }

  /**
   * How much of the requests seems to be routed. More than all of them is no part that a route
   * could carry: then the route does not obey, and nothing is said.
   */
  String seems(ShareSeen share) {
    double part = routedPart(share);
    return part > 1.1
        ? ""
        : ", as if "
            + Figures.percent(Math.min(1, part))
            + " of the requests came by its routes, "
            + Figures.percent(routed)
            + " expected";
  }
}
