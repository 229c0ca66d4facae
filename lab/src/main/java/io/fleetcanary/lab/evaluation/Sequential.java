package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Dispersion;
import io.fleetcanary.core.evidence.FleetEvidence;
import io.fleetcanary.core.evidence.FleetEvidence.Report;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;

/**
 * Fleet Canary's own, with the classes of the product; over several clusters their evidence is
 * pooled.
 *
 * @param test of a margin and a dispersion
 */
record Sequential(String name, BiFunction<Double, Double, RatioTest> test) implements Method {
  private static final double PROOF = -Math.log(0.01);

  @Override
  public boolean fits(Cell cell) {
    return true;
  }

  @Override
  public int abortsAfter(Cell cell, Run run) {
    List<Double> own = run.before().stream().map(Sequential::dispersion).toList();
    List<RatioEvidence> clusters = new ArrayList<>();
    own.forEach(it -> clusters.add(RatioEvidence.none(test.apply(cell.margin(), it))));
    double fleet = own.size() == 1 ? 1 : dispersion(Run.summed(run.before()));
    for (int minute = 0; minute < Cell.HORIZON; minute++) {
      for (int k = 0; k < clusters.size(); k++) {
        clusters.set(k, clusters.get(k).plus(run.minutes().get(k).get(minute)));
      }
      if (log(clusters, fleet) >= PROOF) {
        return minute + 1;
      }
    }
    return NEVER;
  }

  private static double log(List<RatioEvidence> clusters, double fleet) {
    if (clusters.size() == 1) {
      return clusters.getFirst().log();
    }
    List<Report> reports =
        clusters.stream()
            .map(it -> new Report(it.test().dispersion(), boxed(it.levels())))
            .toList();
    return FleetEvidence.of(reports, reports.size(), fleet).log();
  }

  private static List<Double> boxed(double[] levels) {
    return DoubleStream.of(levels).boxed().toList();
  }

  private static double dispersion(List<Interval> blocks) {
    return Dispersion.of(blocks).orElse(1.0);
  }
}
