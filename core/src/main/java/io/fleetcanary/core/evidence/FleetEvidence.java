package io.fleetcanary.core.evidence;

import java.util.List;

/**
 * What several clusters prove together, of one comparison.
 *
 * <pre>
 * common = mean over alternatives of Π M^(φ/φF)    a fault of the revision shows in every cluster
 * local  = Σ E / clusters                          a fault of one place shows there only
 * fleet  = (common + local) / 2
 * </pre>
 *
 * M is a cluster's evidence for one alternative, E its evidence as a whole. The product needs
 * clusters that are independent given the past: what hits both arms alike cancels in each of them,
 * what hits all canaries at once does not, and for that φF, learnt from the counts of all clusters
 * together, takes the place of each cluster's own φ. The mean needs nothing (Vovk and Wang 2021).
 * The order of clusters does not matter, and one that has not begun counts 1.
 *
 * @param common natural logarithm of the evidence against the revision everywhere
 * @param local natural logarithm of the evidence against some clusters
 */
public record FleetEvidence(double common, double local) {
  /**
   * Pools what is there so far.
   *
   * @param clusters one report for each cluster that has begun
   * @param planned how many clusters the rollout has, those that have not begun included
   * @param dispersion φF, 1 or more
   */
  public static FleetEvidence of(List<Report> clusters, int planned, double dispersion) {
    double[] products = new double[Alternatives.COUNT];
    double[] own = new double[planned];
    for (int k = 0; k < clusters.size(); k++) {
      Report report = clusters.get(k);
      double power = Math.min(1, report.dispersion / dispersion);
      for (int i = 0; i < products.length; i++) {
        products[i] += power * report.levels.get(i);
      }
      own[k] = report.log();
    }
    return new FleetEvidence(Alternatives.WORSE.mean(products), Logs.mean(own));
  }

  /** Natural logarithm of the evidence; proof at ln(1/α) or more. */
  public double log() {
    return Logs.plus(common, local) - Math.log(2);
  }

  /** Whether it is the revision rather than a place. */
  public boolean everywhere() {
    return common > local;
  }

  /**
   * One cluster's part, a product over its watches.
   *
   * @param dispersion φ that the cluster's evidence was divided by
   * @param levels natural logarithm of the evidence for each alternative
   */
  public record Report(double dispersion, List<Double> levels) {
    public Report {
      levels = List.copyOf(levels);
    }

    double log() {
      return Alternatives.WORSE.mean(levels.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
