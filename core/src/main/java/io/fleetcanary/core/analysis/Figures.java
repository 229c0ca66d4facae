package io.fleetcanary.core.analysis;

import io.fleetcanary.core.evidence.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as sentences show them, the same in every locale. */
public final class Figures {
  private Figures() {}

  /**
   * A measured fraction as percent: one decimal, two digits when below 0.1 %; {@code ?} for NaN.
   */
  public static String percent(double fraction) {
    if (Double.isNaN(fraction)) {
      return "? %";
    }
    BigDecimal percent = BigDecimal.valueOf(fraction).movePointRight(2);
    boolean small = percent.abs().compareTo(new BigDecimal("0.1")) < 0;
    return plain(
            small
                ? percent.round(new MathContext(2, RoundingMode.HALF_UP))
                : percent.setScale(1, RoundingMode.HALF_UP))
        + " %";
  }

  /** A limit that is a fraction, as percent, every digit that was written. */
  static String percentLimit(double fraction) {
    return plain(BigDecimal.valueOf(fraction).movePointRight(2)) + " %";
  }

  /** A measured number, four digits. */
  public static String number(double value) {
    return plain(BigDecimal.valueOf(value).round(new MathContext(4, RoundingMode.HALF_UP)));
  }

  /** A limit, every digit that was written. */
  static String limit(double value) {
    return plain(BigDecimal.valueOf(value));
  }

  /** {@code 1.10} for a margin of 0.1. */
  public static String factor(double by) {
    return BigDecimal.valueOf(1 + by).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  /** How many times stable's rate the canary's is; {@code ?} where stable's is 0 or unknown. */
  public static String ratio(Interval sums) {
    return sums.canary().requests() == 0 || sums.stable().bad() == 0
        ? "?"
        : number(sums.canary().rate() / sums.stable().rate());
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
