package io.fleetcanary.core.evidence;

import io.fleetcanary.core.evidence.Dispersion.Noise;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Evidence about the ratio of the canary's rate of bad requests to stable's: a conditional binomial
 * e-process.
 *
 * <p>In one interval let the canary answer n<sub>c</sub> requests, x<sub>c</sub> of them bad, and
 * stable n<sub>b</sub> and x<sub>b</sub>. Given m = x<sub>c</sub> + x<sub>b</sub>, whatever the
 * rate both share just then, x<sub>c</sub> ~ Binomial(m, ρa / (1 + ρa)) with a = n<sub>c</sub> /
 * n<sub>b</sub> and ρ the ratio of the rates. For each alternative the evidence is the likelihood
 * ratio against the bound ρ₀ = 1 + by, to the power 1/φ ({@link Noise}), multiplied over the
 * intervals; the whole is its mean over the alternatives and over the interval in which the fault
 * may have begun. Where ρ is on the bound's good side it is a non-negative supermartingale that
 * starts at 1, so it ever reaches 1/α with probability α at most (Ville): it may be looked at all
 * the time. Traffic, weights and outages of both arms cancel, because intervals are compared one by
 * one and never pooled.
 *
 * <p>The mean over starts costs no memory: with π<sub>t</sub> the weight of a start at interval t,
 * the sum over all starts so far is S ← S·l + π<sub>t+1</sub>, and starts to come count 1. An
 * interval that says nothing does not count.
 *
 * @param intervals how many were counted
 * @param logs ln S of each alternative
 * @see <a href="https://arxiv.org/abs/2011.03567">Lindon and Malek 2022, anytime-valid inference
 *     for multinomial count data</a>
 * @see <a href="https://arxiv.org/abs/2203.03532">Shin, Ramdas and Rinaldo 2022, e-detectors</a>
 */
public record RatioEvidence(RatioQuestion test, long intervals, List<Double> logs) {
  public RatioEvidence {
    logs = List.copyOf(logs);
    if (intervals < 0 || logs.size() != Alternatives.COUNT) {
      throw new IllegalArgumentException(
          "intervals must be 0 or more with "
              + Alternatives.COUNT
              + " logs, got "
              + intervals
              + " with "
              + logs.size());
    }
  }

  /** No evidence yet. */
  public static RatioEvidence none(RatioQuestion test) {
    return new RatioEvidence(
        test, 0, Collections.nCopies(Alternatives.COUNT, Math.log(test.immediate())));
  }

  /**
   * An interval in which either arm had no requests, or nothing was bad, says nothing.
   *
   * @param before sums of all intervals before, those that say nothing included
   */
  public RatioEvidence plus(Interval interval, Interval before) {
    if (!interval.informative()) {
      return this;
    }
    double dispersion = test.noise().of(information(before), information(interval), intervals + 1);
    Counts canary = interval.canary();
    double odds = test.bound() * canary.requests() / interval.stable().requests();
    double[] sums = test.alternatives().gains(canary.bad(), interval.bad(), odds);
    double starting = Math.log(test.toCome(intervals) - test.toCome(intervals + 1));
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Logs.plus(logs.get(i) + sums[i] / dispersion, starting);
    }
    return new RatioEvidence(test, intervals + 1, DoubleStream.of(sums).boxed().toList());
  }

  /** The first interval; or any, where noise is constant. */
  public RatioEvidence plus(Interval interval) {
    return plus(interval, new Interval(Counts.NONE, Counts.NONE));
  }

  /**
   * φ of all that was counted.
   *
   * @param sums of all intervals
   */
  public double dispersion(Interval sums) {
    return test.noise().ofAll(information(sums), intervals);
  }

  /**
   * φ that this was divided by, or less: what a pool may take for granted.
   *
   * @param sums of all intervals
   */
  public double dividedBy(Interval sums) {
    return test.noise().atLeast(information(sums), intervals);
  }

  private double information(Interval sums) {
    return sums.information(test.bound());
  }

  /** Natural logarithm of the evidence; proof at ln(1/α) or more. */
  public double log() {
    return test.alternatives().mean(levels());
  }

  /**
   * The same, as far as it may be believed at this α: never more than it is.
   *
   * @param sums of all intervals
   * @param alpha of the watch
   */
  public double log(Interval sums, double alpha) {
    return believed(log(), sums, alpha);
  }

  private double believed(double log, Interval sums, double alpha) {
    return log <= 0 ? log : log * test.noise().believed(information(sums), intervals, alpha);
  }

  /**
   * Natural logarithm of the evidence for each alternative, as far as it may be believed at this α:
   * what clusters are pooled by.
   *
   * @param sums of all intervals
   * @param alpha of the watch
   */
  public double[] levels(Interval sums, double alpha) {
    return DoubleStream.of(levels()).map(log -> believed(log, sums, alpha)).toArray();
  }

  /** Natural logarithm of the evidence for each alternative. */
  public double[] levels() {
    double toCome = Math.log(test.toCome(intervals));
    return logs.stream().mapToDouble(log -> Logs.plus(log, toCome)).toArray();
  }
}
