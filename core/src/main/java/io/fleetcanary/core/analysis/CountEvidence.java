package io.fleetcanary.core.analysis;

import java.util.List;

/**
 * What the intervals of a watch add up to for one metric. Adding them one by one, in order, gives
 * the same evidence however often somebody looks at it.
 *
 * @param canary all requests of the canary
 * @param stable all requests of stable
 * @param ratios one for each {@link Criterion.Worse} of the metric, in the metric's order
 */
public record CountEvidence(Counts canary, Counts stable, List<RatioEvidence> ratios) {
  public CountEvidence {
    ratios = List.copyOf(ratios);
  }

  /** Nothing counted yet. */
  public static CountEvidence none(List<Criterion> criteria) {
    List<RatioEvidence> ratios =
        criteria.stream()
            .filter(Criterion.Worse.class::isInstance)
            .map(worse -> RatioEvidence.none(((Criterion.Worse) worse).by()))
            .toList();
    return new CountEvidence(Counts.NONE, Counts.NONE, ratios);
  }

  public CountEvidence plus(Interval interval) {
    return new CountEvidence(
        canary.plus(interval.canary),
        stable.plus(interval.stable),
        ratios.stream().map(ratio -> ratio.plus(interval)).toList());
  }

  /** Share of the requests that the canary answered. */
  public ShareSeen share() {
    return new ShareSeen(canary.requests, canary.requests + stable.requests);
  }

  /** Both arms over the same stretch of time. */
  public record Interval(Counts canary, Counts stable) {}

  /**
   * Requests of one arm.
   *
   * @param requests answered, 0 or more
   * @param bad how many of them were bad, 0 to {@code requests}
   */
  public record Counts(long requests, long bad) {
    public static final Counts NONE = new Counts(0, 0);

    public Counts {
      if (bad < 0 || bad > requests) {
        throw new IllegalArgumentException("bad must be 0.." + requests + " requests, got " + bad);
      }
    }

    public Counts plus(Counts more) {
      return new Counts(requests + more.requests, bad + more.bad);
    }

    /** Bad requests of all, a fraction; NaN when there was none. */
    public double rate() {
      return (double) bad / requests;
    }
  }
}
