package io.fleetcanary.core.evidence;

import java.util.Collections;
import java.util.List;

/**
 * What several clusters prove together, of one comparison.
 *
 * <pre>
 * common = mean over alternatives of Π W     a fault of the revision shows in every cluster
 * local  = Σ E / clusters                    a fault of one place shows there only
 * fleet  = (common + local) / 2
 * </pre>
 *
 * W is a cluster's evidence for one alternative, weighed for the product, E its evidence as a
 * whole. The product needs clusters that are independent given the past: what hits both arms alike
 * cancels in each of them, what hits all canaries at once does not, and for that φF, learnt from
 * the counts of all clusters together, takes the place of each cluster's own φ: what is counted is
 * weighed with the power {@link #power} that is known before it is, and keeps it. The mean needs
 * nothing (Vovk and Wang 2021). One that has not begun counts 1. The order of what is given here
 * does not matter; what φF was when each was weighed may depend on who came first.
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
   */
  public static FleetEvidence of(List<Report> clusters, int planned) {
    return of(Ended.NONE, clusters, planned);
  }

  /**
   * The same where some clusters are through.
   *
   * @param ended what is left of those
   * @param clusters one report for each of the others that has begun
   */
  public static FleetEvidence of(Ended ended, List<Report> clusters, int planned) {
    double[] products = ended.levels.stream().mapToDouble(Double::doubleValue).toArray();
    double begun = Math.log(ended.sum);
    for (Report report : clusters) {
      for (int i = 0; i < products.length; i++) {
        products[i] += report.weighed.get(i);
      }
      begun = Logs.plus(begun, report.log());
    }
    int known = ended.clusters + clusters.size();
    double all = Logs.plus(begun, Math.log(Math.max(0, planned - known)));
    double local = all - Math.log(Math.max(planned, known));
    return new FleetEvidence(Alternatives.WORSE.mean(products), local);
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
   * φ/φF: to which power a cluster's evidence counts in the product.
   *
   * @param own φ that it was divided by, 1 or more
   * @param fleet φF, 1 or more
   */
  public static double power(double own, double fleet) {
    return Math.min(1, own / fleet);
  }

  /**
   * One cluster's part, a product over its watches.
   *
   * @param levels natural logarithm of the evidence for each alternative
   * @param weighed the same, to the powers that the product asks for
   */
  public record Report(List<Double> levels, List<Double> weighed) {
    public Report {
      levels = List.copyOf(levels);
      weighed = List.copyOf(weighed);
    }

    /** Natural logarithm of its evidence as a whole. */
    public double log() {
      return Alternatives.WORSE.mean(levels.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  /**
   * Clusters that are through: their sums are enough.
   *
   * @param levels of their product, each cluster to its power
   * @param sum of their evidence
   */
  public record Ended(List<Double> levels, double sum, int clusters) {
    static final Ended NONE = new Ended(Collections.nCopies(Alternatives.COUNT, 0.0), 0, 0);

    public Ended {
      levels = List.copyOf(levels);
    }
  }
}
