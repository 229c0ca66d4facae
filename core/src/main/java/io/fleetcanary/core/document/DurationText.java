package io.fleetcanary.core.document;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 45s}, {@code 1h30m}, {@code 500ms}, or ISO-8601 ({@code
 * PT10M}).
 */
public final class DurationText {
  /** Every text that {@link #parse} may read, in the dialect of JavaScript too. */
  public static final String WRITTEN =
      "(?=\\d)(?:\\d{1,9}h)?(?:\\d{1,9}m)?(?:\\d{1,9}s)?(?:\\d{1,9}ms)?"
          + "|P(?=[-+\\dTt])(?:[-+]?\\d+[Dd])?(?:[Tt](?=[-+\\d])(?:[-+]?\\d+[Hh])?"
          + "(?:[-+]?\\d+[Mm])?(?:[-+]?\\d+(?:[.,]\\d{0,9})?[Ss])?)?";

  private static final Pattern PARTS =
      Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private DurationText() {}

  /** Reads a duration; empty when it is none, or a number without a unit. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = PARTS.matcher(text);
    if (!text.isEmpty() && matcher.matches()) {
      return Optional.of(
          Duration.ofHours(part(matcher, 1))
              .plusMinutes(part(matcher, 2))
              .plusSeconds(part(matcher, 3))
              .plusMillis(part(matcher, 4)));
    }
    return text.startsWith("P") ? iso(text) : Optional.empty();
  }

  /** The shortest form that {@link #parse} reads back, to the millisecond; days become hours. */
  public static String print(Duration duration) {
    if (duration.isNegative()) {
      return "-" + print(duration.negated());
    }
    String text =
        part(duration.toHours(), "h")
            + part(duration.toMinutesPart(), "m")
            + part(duration.toSecondsPart(), "s")
            + part(duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text;
  }

  private static long part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static String part(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }

  private static Optional<Duration> iso(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty(); // not a duration is an answer here, not an error
    }
  }
}
