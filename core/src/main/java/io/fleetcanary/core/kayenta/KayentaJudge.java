package io.fleetcanary.core.kayenta;

import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Classifies one metric as Kayenta's {@code NetflixACAJudge-v1.0} does. */
public final class KayentaJudge {
  /** Standard score of 98 %, two-sided. */
  static final double CONFIDENCE = 2.3263478740408408;

  /** What the interval must clear, of the estimate itself. */
  private static final double TOLERANCE = 0.25;

  private KayentaJudge() {}

  /**
   * What a metric comes to.
   *
   * @param canary its values, in time; NaN where there was none
   * @param stable the same
   */
  public static Label label(Judged metric, double[] canary, double[] stable) {
    double[] own = prepared(metric, canary);
    double[] other = prepared(metric, stable);
    if (own.length == 0 || other.length == 0) {
      return empty(metric);
    }
    if (same(own, other)) {
      return new Label(Outcome.PASS, false);
    }
    Outcome outcome = outcome(metric, own, other);
    double effect = effect(metric.effect(), own, other);
    boolean critical =
        switch (outcome) {
          case HIGH -> Double.isNaN(effect) || effect >= metric.effect().criticalIncrease();
          case LOW -> Double.isNaN(effect) || effect <= metric.effect().criticalDecrease();
          case PASS, NODATA, NODATA_FAIL -> false;
        };
    return new Label(outcome, critical && metric.critical());
  }

  private static Label empty(Judged metric) {
    if (metric.replace()) {
      return new Label(Outcome.PASS, false);
    }
    return metric.mustHaveData() && !metric.critical()
        ? new Label(Outcome.NODATA_FAIL, false)
        : new Label(Outcome.NODATA, metric.critical());
  }

  /** The size of the effect first: ranks take a hundred times longer. */
  private static Outcome outcome(Judged metric, double[] own, double[] other) {
    double effect = effect(metric.effect(), own, other);
    RankShift shift = RankShift.of(own, other, CONFIDENCE);
    double least = TOLERANCE * Math.abs(shift.estimate());
    if (metric.direction().up()
        && !(effect < metric.effect().allowedIncrease())
        && shift.above(least)) {
      return Outcome.HIGH;
    }
    return metric.direction().down()
            && !(effect > metric.effect().allowedDecrease())
            && shift.below(-least)
        ? Outcome.LOW
        : Outcome.PASS;
  }

  /** NaN where means cannot be compared; it excuses nothing then. */
  private static double effect(Effect measure, double[] own, double[] other) {
    if (measure.cles()) {
      return RankShift.larger(own, other);
    }
    double mean = DoubleStream.of(own).average().orElse(0);
    double before = DoubleStream.of(other).average().orElse(0);
    return mean == 0 || before == 0 ? Double.NaN : mean / before;
  }

  private static boolean same(double[] own, double[] other) {
    double[] one = own.clone();
    double[] two = other.clone();
    Arrays.sort(one);
    Arrays.sort(two);
    boolean constant =
        one[0] == one[one.length - 1] && two[0] == two[two.length - 1] && one[0] == two[0];
    return constant || Arrays.equals(one, two);
  }

  private static double[] prepared(Judged metric, double[] values) {
    double[] known =
        DoubleStream.of(values)
            .map(value -> metric.replace() && Double.isNaN(value) ? 0 : value)
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    if (metric.outliers() == 0 || known.length == 0) {
      return known;
    }
    return withoutOutliers(known, metric.outliers());
  }

  /** What lies at most so many interquartile ranges off, or within 98 of 100 values. */
  static double[] withoutOutliers(double[] sorted, double ranges) {
    double range = ranges * (percentile(sorted, 75) - percentile(sorted, 25));
    double low = Math.min(percentile(sorted, 1), percentile(sorted, 25) - range);
    double high = Math.max(percentile(sorted, 99), percentile(sorted, 75) + range);
    return DoubleStream.of(sorted).filter(value -> value >= low && value <= high).toArray();
  }

  /** Between two values in proportion. */
  static double percentile(double[] sorted, double percent) {
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) place;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (place - below) * (above - sorted[below]);
  }

  /** Kayenta's words. */
  public enum Outcome {
    PASS,
    HIGH,
    LOW,
    NODATA,
    NODATA_FAIL;

    /** As Kayenta writes it. */
    public String word() {
      return switch (this) {
        case PASS -> "Pass";
        case HIGH -> "High";
        case LOW -> "Low";
        case NODATA -> "Nodata";
        case NODATA_FAIL -> "NodataFailMetric";
      };
    }
  }

  /**
   * One metric.
   *
   * @param critical whether it alone makes the score 0
   */
  public record Label(Outcome outcome, boolean critical) {}
}
