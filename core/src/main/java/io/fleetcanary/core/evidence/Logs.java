package io.fleetcanary.core.evidence;

import java.util.Arrays;

/** Sums of numbers of which only the natural logarithms fit into a double. */
public final class Logs {
  private Logs() {}

  /** Logarithm of a + b, of their logarithms; minus infinity is 0. */
  public static double plus(double a, double b) {
    double top = Math.max(a, b);
    return Double.isInfinite(top) ? top : top + Math.log1p(Math.exp(Math.min(a, b) - top));
  }

  /**
   * Logarithm of the weighted sum.
   *
   * @param weights as many as there are logs, 0 or more
   */
  public static double sum(double[] logs, double[] weights) {
    double top = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      top = Math.max(top, log);
    }
    if (Double.isInfinite(top)) {
      return top;
    }
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      sum += weights[i] * Math.exp(logs[i] - top);
    }
    return top + Math.log(sum);
  }

  /** Logarithm of the mean. */
  public static double mean(double[] logs) {
    double[] even = new double[logs.length];
    Arrays.fill(even, 1.0 / logs.length);
    return sum(logs, even);
  }
}
