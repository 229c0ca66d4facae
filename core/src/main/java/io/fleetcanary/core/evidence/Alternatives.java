package io.fleetcanary.core.evidence;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The ratios that a test holds against its bound, as multiples of it, log-spaced with both ends
 * included, and how much weight each has. Any fixed choice keeps alpha; it only decides which
 * regressions are found sooner.
 */
public final class Alternatives {
  /** How many there are. */
  public static final int COUNT = 40;

  /** 1.1 to 20 times, all alike: the published form. */
  public static final Alternatives EVEN = new Alternatives(1.1, 20, 0);

  /**
   * 1.1 to 20 times, weights falling like 1 / ratio: large regressions show in a handful of
   * requests anyhow, so the weight goes where evidence comes slowly.
   */
  public static final Alternatives WORSE = new Alternatives(1.1, 20, 1);

  /** 1/20 to 1/1.1 times, to show that something is not worse than the bound. */
  public static final Alternatives BETTER = new Alternatives(1.0 / 20, 1 / 1.1, 0);

  private final double[] logRatios;
  private final double[] ratios;
  private final double[] weights;

  private Alternatives(double from, double to, double falling) {
    logRatios =
        IntStream.range(0, COUNT)
            .mapToDouble(i -> Math.log(from) + i / (COUNT - 1.0) * Math.log(to / from))
            .toArray();
    ratios = DoubleStream.of(logRatios).map(Math::exp).toArray();
    double[] raw = DoubleStream.of(ratios).map(ratio -> Math.pow(ratio, -falling)).toArray();
    double sum = DoubleStream.of(raw).sum();
    weights = DoubleStream.of(raw).map(weight -> weight / sum).toArray();
  }

  /**
   * Log likelihood ratio, for each alternative, of {@code hits} of {@code trials} against the odds
   * of one hit.
   */
  double[] gains(long hits, long trials, double odds) {
    double expected = Math.log1p(odds);
    double[] gains = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      gains[i] = hits * logRatios[i] - trials * (Math.log1p(odds * ratios[i]) - expected);
    }
    return gains;
  }

  /** Logarithm of the mean over all alternatives, by weight. */
  double mean(double[] logs) {
    return Logs.sum(logs, weights);
  }
}
