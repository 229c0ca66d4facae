package io.fleetcanary.core.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Small things, the way people read them. */
public final class Words {
  private Words() {}

  /** {@code WAITING_FOR_APPROVAL} as {@code waiting for approval}. */
  public static String of(Enum<?> phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Time passed, in whole seconds below an hour and whole minutes above. */
  public static String between(Instant from, Instant to) {
    Duration passed = Duration.between(from, to);
    if (passed.isNegative()) {
      return "0s";
    }
    ChronoUnit unit =
        passed.compareTo(Duration.ofHours(1)) < 0 ? ChronoUnit.SECONDS : ChronoUnit.MINUTES;
    return DurationText.print(passed.truncatedTo(unit));
  }

  public static String of(Duration duration) {
    return DurationText.print(duration);
  }

  /** Without digits that say nothing: {@code 2}, {@code 0.5}. */
  public static String number(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  /** Problems that stand on a line each, on one line. */
  public static String line(String lines) {
    return lines.strip().replaceAll("\\R+", "; ");
  }

  /** The first of them, and how many more there are. */
  public static String first(String lines) {
    long more = lines.strip().lines().count() - 1;
    String first = lines.strip().lines().findFirst().orElse("");
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  /** {@code 1 cluster}, {@code 2 clusters}. */
  public static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
