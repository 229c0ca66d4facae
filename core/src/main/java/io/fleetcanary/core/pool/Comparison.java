package io.fleetcanary.core.pool;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion;
import io.fleetcanary.core.evidence.Dispersion.Residual;
import io.fleetcanary.core.evidence.FleetEvidence;
import io.fleetcanary.core.evidence.FleetEvidence.Report;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.pool.InFlight.Tally;
import io.fleetcanary.core.pool.PoolReport.Block;
import java.util.List;
import java.util.TreeMap;

/**
 * What is known of one comparison of the fleet, the clusters in flight left out.
 *
 * @param metric its name
 * @param by the margin
 * @param dispersion φF, how many times more the sums over clusters differ than a binomial says; 0
 *     until it can be learnt. It only rises: nothing that was weighed becomes heavier
 * @param past blocks that it was learnt from, the oldest first
 * @param levels product over the clusters whose bakes are over, each to its power, and over those
 *     that are blamed, as far as it is below 1
 * @param evidence sum over the clusters whose bakes are over
 * @param ended how many they are
 * @param sums their requests
 * @param blamed clusters that are out of it because the fault is theirs; 0 where an older version
 *     did not count them
 * @param objection sum over those of their evidence, at most 1 of each
 */
public record Comparison(
    String metric,
    double by,
    double dispersion,
    List<Block> past,
    Levels levels,
    double evidence,
    int ended,
    Interval sums,
    int blamed,
    double objection) {
  static final Interval NOTHING = new Interval(Counts.NONE, Counts.NONE);

  /** What counts as long as nobody knows better: canaries may well have something in common. */
  static final double UNKNOWN = 2;

  private static final int MOST_BLOCKS = 48;

  public Comparison {
    past = List.copyOf(past);
  }

  /** With nobody to blame. */
  public Comparison(
      String metric,
      double by,
      double dispersion,
      List<Block> past,
      Levels levels,
      double evidence,
      int ended,
      Interval sums) {
    this(metric, by, dispersion, past, levels, evidence, ended, sums, 0, 0);
  }

  static Comparison none(String metric, double by) {
    return new Comparison(metric, by, 0, List.of(), Levels.NONE, 0, 0, NOTHING);
  }

  /** With a cluster's blocks added to those of the others, time by time. */
  Comparison learnt(List<Block> blocks) {
    TreeMap<Long, Block> sums = new TreeMap<>();
    past.forEach(block -> sums.put(block.at(), block));
    for (Block block : blocks) {
      sums.merge(
          block.at(),
          block,
          (a, b) -> new Block(a.at(), a.off() + b.off(), a.variance() + b.variance()));
    }
    while (sums.size() > MOST_BLOCKS) {
      sums.pollFirstEntry();
    }
    List<Block> all = List.copyOf(sums.values());
    double known =
        Dispersion.ofResiduals(
                all.stream().map(block -> new Residual(block.off(), block.variance())).toList())
            .orElse(0.0);
    return new Comparison(
        metric,
        by,
        Math.max(dispersion, known),
        all,
        levels,
        evidence,
        ended,
        this.sums,
        blamed,
        objection);
  }

  /** With one whose bakes are over: what it has been weighed with stays. */
  Comparison with(Tally cluster) {
    Report report = cluster.report();
    return new Comparison(
        metric,
        by,
        dispersion,
        past,
        cluster.weighed(levels),
        evidence + Math.exp(report.log()),
        ended + 1,
        sums.plus(cluster.allSums()),
        blamed,
        objection);
  }

  /**
   * With one whose fault is its own: what it has proved is taken out, what it has said against
   * stays. Else it would leave when it looks good here, and take its objection back.
   */
  Comparison blaming(Tally cluster) {
    return new Comparison(
        metric,
        by,
        dispersion,
        past,
        levels.plus(cluster.weighed(Levels.NONE).objection(), 1),
        evidence,
        ended,
        sums,
        blamed + 1,
        objection + Math.min(1, Math.exp(cluster.report().log())));
  }

  FleetEvidence weigh(List<Report> inFlight, int planned) {
    FleetEvidence.Ended through =
        new FleetEvidence.Ended(levels.logs(), evidence + objection, ended + blamed);
    return FleetEvidence.of(through, inFlight, planned);
  }

  /** φF, or what counts as long as it is not known. */
  double phi() {
    return dispersion == 0 ? UNKNOWN : dispersion;
  }
}
