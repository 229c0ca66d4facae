package io.fleetcanary.core.analysis;

import io.fleetcanary.core.analysis.CountEvidence.Counts;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Evidence that the canary's rate of bad requests is more than {@code 1 + by} times stable's: a
 * conditional binomial e-process.
 *
 * <p>In one interval let the canary answer n<sub>c</sub> requests, x<sub>c</sub> of them bad, and
 * stable n<sub>b</sub> and x<sub>b</sub>. Given m = x<sub>c</sub> + x<sub>b</sub>, whatever the
 * rate both share just then, x<sub>c</sub> ~ Binomial(m, ρa / (1 + ρa)) with a = n<sub>c</sub> /
 * n<sub>b</sub> and ρ the ratio of the rates. The evidence is the likelihood ratio against ρ₀ = 1 +
 * by, multiplied over the intervals and averaged over 40 alternatives from 1.1 ρ₀ to 20 ρ₀. Where ρ
 * ≤ ρ₀ it is a non-negative supermartingale that starts at 1, so it ever reaches 1/α with
 * probability α at most (Ville): it may be looked at all the time. Traffic, weights and outages of
 * both arms cancel, because intervals are compared one by one and never pooled.
 *
 * @param by the margin, 0 or more; 0.1 lets the canary be 10 % worse
 * @param logs log likelihood ratio of each alternative so far
 * @see <a href="https://arxiv.org/abs/2011.03567">Lindon and Malek 2022, anytime-valid inference
 *     for multinomial count data</a>
 */
public record RatioEvidence(double by, List<Double> logs) {
  /** ln(ρ / ρ₀) of the alternatives, evenly spaced, both ends included. */
  private static final double[] LOG_RATIOS =
      IntStream.range(0, 40)
          .mapToDouble(i -> Math.log(1.1) + i / 39.0 * Math.log(20 / 1.1))
          .toArray();

  private static final double[] RATIOS = DoubleStream.of(LOG_RATIOS).map(Math::exp).toArray();

  public RatioEvidence {
    logs = List.copyOf(logs);
    if (by < 0 || logs.size() != RATIOS.length) {
      throw new IllegalArgumentException(
          "by must be 0 or more with 40 logs, got " + by + " with " + logs.size());
    }
  }

  /** No evidence yet. */
  public static RatioEvidence none(double by) {
    return new RatioEvidence(by, Collections.nCopies(RATIOS.length, 0.0));
  }

  /** An interval in which either arm had no requests, or nothing was bad, says nothing. */
  public RatioEvidence plus(CountEvidence.Interval interval) {
    Counts canary = interval.canary();
    Counts stable = interval.stable();
    long bad = canary.bad() + stable.bad();
    if (canary.requests() == 0 || stable.requests() == 0 || bad == 0) {
      return this;
    }
    double[] sums = gains(canary.bad(), bad, (1 + by) * canary.requests() / stable.requests());
    for (int i = 0; i < sums.length; i++) {
      sums[i] += logs.get(i);
    }
    return new RatioEvidence(by, DoubleStream.of(sums).boxed().toList());
  }

  /** Natural logarithm of the evidence; {@code FAIL} at ln(1/α) or more. */
  public double log() {
    return logMean(logs.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Log likelihood ratio, for each alternative, of {@code hits} of {@code trials} against the odds
   * of one hit.
   */
  static double[] gains(long hits, long trials, double odds) {
    double expected = Math.log(1 + odds);
    double[] gains = new double[RATIOS.length];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = hits * LOG_RATIOS[i] - trials * (Math.log(1 + odds * RATIOS[i]) - expected);
    }
    return gains;
  }

  /** Logarithm of the mean of the exponentials, without overflow. */
  static double logMean(double[] logs) {
    double top = DoubleStream.of(logs).max().orElseThrow();
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - top);
    }
    return top + Math.log(sum / logs.length);
  }
}
