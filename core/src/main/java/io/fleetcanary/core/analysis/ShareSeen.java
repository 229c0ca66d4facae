package io.fleetcanary.core.analysis;

import io.fleetcanary.core.evidence.Interval;

/**
 * The share of requests that the canary was seen to answer.
 *
 * @param canary requests answered by canary pods
 * @param total requests answered by all pods of the service
 */
public record ShareSeen(long canary, long total) {
  public static final ShareSeen NONE = new ShareSeen(0, 0);

  static ShareSeen of(Interval interval) {
    long canary = interval.canary().requests();
    return new ShareSeen(canary, canary + interval.stable().requests());
  }

  ShareSeen plus(ShareSeen more) {
    return new ShareSeen(canary + more.canary, total + more.total);
  }

  ShareSeen less(ShareSeen some) {
    return new ShareSeen(canary - some.canary, total - some.total);
  }

  /** How many times the requests of a stable pod a canary pod gets; NaN when one has none. */
  public double load(long canaryPods, long stablePods) {
    boolean both = canaryPods > 0 && stablePods > 0 && canary > 0 && total > canary;
    return both ? (double) canary / canaryPods * stablePods / (total - canary) : Double.NaN;
  }

  /** Percent of requests, one decimal; {@code ?} when none was seen. */
  @Override
  public String toString() {
    return total == 0 ? "?" : Math.round(1000.0 * canary / total) / 10.0 + " %";
  }
}
