package io.fleetcanary.core.analysis;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioQuestion;
import java.util.List;

/**
 * What the intervals of a watch add up to for one metric. Adding them one by one, in order, gives
 * the same evidence however often somebody looks at it.
 *
 * @param canary all requests of the canary
 * @param stable all requests of stable
 * @param shareless those of both that say nothing about the share: the gateway had not obeyed the
 *     weight yet, or pods that were not warm are left out
 * @param ratios one for each {@link Criterion.Worse} of the metric, in the metric's order
 */
public record CountEvidence(
    Counts canary, Counts stable, ShareSeen shareless, List<RatioEvidence> ratios) {
  /** Evidence that shows that a canary is not worse, wrongly in one of twenty bakes: ln 1 / β. */
  private static final double SHOWN = Math.log(20);

  public CountEvidence {
    ratios = List.copyOf(ratios);
  }

  /**
   * Nothing counted yet.
   *
   * @param noise of this metric in this cluster
   */
  public static CountEvidence none(List<Criterion> criteria, Noise noise) {
    List<RatioEvidence> ratios =
        criteria.stream()
            .filter(Criterion.Worse.class::isInstance)
            .map(worse -> none((Criterion.Worse) worse, noise))
            .toList();
    return new CountEvidence(Counts.NONE, Counts.NONE, ShareSeen.NONE, ratios);
  }

  private static RatioEvidence none(Criterion.Worse worse, Noise noise) {
    return RatioEvidence.none(RatioQuestion.worse(worse.by(), noise));
  }

  public CountEvidence plus(Interval interval) {
    Interval before = sums();
    return new CountEvidence(
        canary.plus(interval.canary()),
        stable.plus(interval.stable()),
        shareless,
        ratios.stream().map(ratio -> ratio.plus(interval, before)).toList());
  }

  /** The same, of an interval that says nothing about the share. */
  public CountEvidence plusShareless(Interval interval) {
    CountEvidence sum = plus(interval);
    return new CountEvidence(
        sum.canary, sum.stable, shareless.plus(ShareSeen.of(interval)), sum.ratios);
  }

  /**
   * Whether the canary is shown to be less than {@code 1 + by} times as bad as stable, in each
   * comparison. Only while the weight stands still: then the evidence of the sums is that of the
   * intervals, and there is nothing to remember for it.
   */
  boolean notWorse(double by) {
    Interval sums = sums();
    return ratios.stream()
        .map(ratio -> RatioQuestion.notWorse(by, ratio.dispersion(sums)))
        .allMatch(test -> RatioEvidence.none(test).plus(sums).log() >= SHOWN);
  }

  /** All requests of both arms. */
  Interval sums() {
    return new Interval(canary, stable);
  }

  /** Share of the requests that the canary answered where that can be told. */
  public ShareSeen share() {
    return ShareSeen.of(sums()).less(shareless);
  }
}
