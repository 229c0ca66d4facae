package io.fleetcanary.core.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A share as people write it: {@code 2%}, {@code 0.5%}.
 *
 * @param value percent, 0 or more
 */
public record Percent(BigDecimal value) {
  /** Every text that {@link #parse} reads, in the dialect of JavaScript too. */
  public static final String WRITTEN = "(\\d{1,6}(?:\\.\\d{1,6})?) ?%";

  private static final Pattern PATTERN = Pattern.compile(WRITTEN);

  /** Reads {@code 2%}; empty when it is anything else, a number without its unit included. */
  public static Optional<Percent> parse(String text) {
    var matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(new Percent(new BigDecimal(matcher.group(1))))
        : Optional.empty();
  }

  /** 0.02 for 2 %. */
  public double fraction() {
    return value.movePointLeft(2).doubleValue();
  }

  /** This share of some things, rounded down, at least one. */
  public int of(int things) {
    BigDecimal share = value.movePointLeft(2).multiply(BigDecimal.valueOf(things));
    return Math.max(1, share.setScale(0, RoundingMode.DOWN).intValueExact());
  }

  public boolean isAbove(int percent) {
    return value.compareTo(BigDecimal.valueOf(percent)) > 0;
  }

  public boolean isBelow(int percent) {
    return value.compareTo(BigDecimal.valueOf(percent)) < 0;
  }

  @Override
  public String toString() {
    return value.stripTrailingZeros().toPlainString() + "%";
  }
}
