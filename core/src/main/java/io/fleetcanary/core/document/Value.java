package io.fleetcanary.core.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value of the document, and where it stands. Every reading method notes what is wrong with it
 * and then returns null, as it does when nothing was written; so one pass finds all problems.
 *
 * @param path empty for the document itself
 * @param problems of the whole document so far
 */
public record Value(String path, @Nullable Object raw, List<Problem> problems) {
  private static final int LONGEST_QUOTE = 60;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final String WHOLE = "spec";

  /** Whether the user was silent; {@code null} is silence too. */
  public boolean absent() {
    return raw == null;
  }

  /** Notes a problem when nothing was written. */
  public Value required(String fix) {
    if (absent()) {
      refuse("must be given", fix);
    }
    return this;
  }

  /** Notes a problem. */
  public void refuse(String rule, String fix) {
    problems.add(new Problem(path.isEmpty() ? WHOLE : path, rule, fix));
  }

  /** Notes a problem with what was written, if anything was. */
  public void refuseUnlessAbsent(String rule, String fix) {
    if (!absent()) {
      refuse(rule, fix);
    }
  }

  /** Any text that is not blank. */
  public @Nullable String text() {
    if (raw instanceof String text && !text.isBlank()) {
      return text;
    }
    if (raw instanceof String) {
      refuse("must not be blank", "write it, or leave it out");
      return null;
    }
    refuseUnlessAbsent(
        "must be text, got " + shown(),
        raw instanceof Map || raw instanceof List ? "write one text" : "write it in quotes");
    return null;
  }

  public @Nullable String named(Naming naming) {
    String text = text();
    if (text == null || naming.fits(text)) {
      return text;
    }
    refuse("must be " + naming.rule() + ", got " + shown(), naming.fix());
    return null;
  }

  public @Nullable String oneOf(List<String> words) {
    String text = text();
    if (text == null || words.contains(text)) {
      return text;
    }
    String rule = "must be one of " + String.join(", ", words) + ", got " + shown();
    refuse(rule, meant(text, words, "write one of them"));
    return null;
  }

  /** Accepts the one word that is built so far. */
  public void only(String built, String reason) {
    String text = text();
    if (text != null && !text.equals(built)) {
      refuse(
          "must be " + built + ", " + reason + ", got " + shown(),
          "write " + built + " or leave it out");
    }
  }

  /** A whole number within limits, both included. */
  public @Nullable Integer whole(int least, int most) {
    BigDecimal number = decimal();
    if (number != null
        && number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0
        && number.stripTrailingZeros().scale() <= 0) {
      return number.intValueExact();
    }
    refuseUnlessAbsent(
        "must be a whole number from " + least + " to " + most + ", got " + shown(),
        "write a number without quotes, unit or fraction");
    return null;
  }

  /** Yes or no; no where nothing is said. */
  public boolean flag() {
    if (raw instanceof Boolean said) {
      return said;
    }
    refuseUnlessAbsent("must be true or false, got " + shown(), "write true, or leave it out");
    return false;
  }

  /** A number in a unit that only the user knows. */
  public @Nullable Double number() {
    BigDecimal number = decimal();
    if (number != null && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    refuseUnlessAbsent(
        "must be a number in the unit of the query, got " + shown(),
        "write a number without quotes or unit");
    return null;
  }

  /**
   * A share with its unit.
   *
   * @param range completes "must be a percentage"
   */
  public @Nullable Percent percent(String range, Predicate<Percent> allowed) {
    Percent percent = raw instanceof String text ? Percent.parse(text).orElse(null) : null;
    if (percent != null && allowed.test(percent)) {
      return percent;
    }
    refuseUnlessAbsent(
        "must be a percentage " + range + ", got " + shown(),
        "write it with its unit, e.g. 2% or 0.5%");
    return null;
  }

  /** A duration with its unit, within limits, both included. */
  public @Nullable Duration duration(Duration least, Duration most) {
    Duration duration = raw instanceof String text ? DurationText.parse(text).orElse(null) : null;
    if (duration != null && duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
      return duration;
    }
    String range = DurationText.print(least) + " to " + DurationText.print(most);
    refuseUnlessAbsent(
        "must be a duration from " + range + ", got " + shown(),
        "write it with its unit, e.g. 45s, 10m or 1h30m");
    return null;
  }

  /** The parts of a list that has some. */
  public List<Value> items(String what) {
    if (!(raw instanceof List<?> list)) {
      refuseUnlessAbsent("must be a list of " + what + ", got " + shown(), "write it as a list");
      return List.of();
    }
    if (list.isEmpty()) {
      refuse("must not be empty", "add one of " + what + ", or leave it out");
    }
    List<Value> items = new ArrayList<>();
    for (Object item : list) {
      Value value = new Value(path + "[" + items.size() + "]", item, problems);
      items.add(value.required("write it or remove the entry"));
    }
    return items;
  }

  /** The fields of an object that may have these and no others. */
  public Fields fields(List<String> known) {
    return Fields.of(this, known);
  }

  /** What to do about a word that is none of those known. */
  static String meant(String typed, List<String> known, String otherwise) {
    return Spelling.closest(typed, known)
        .map(word -> "did you mean " + word + "?")
        .orElse(otherwise);
  }

  /** The value as messages quote it: short, on one line. */
  public String shown() {
    return switch (raw) {
      case null -> "nothing";
      case String text -> '"' + shortened(text) + '"';
      case Number number -> "the number " + shortened(number.toString());
      case Boolean truth -> truth.toString();
      case List<?> list -> "a list";
      case Map<?, ?> map -> "an object";
      default -> "a " + raw.getClass().getSimpleName();
    };
  }

  private @Nullable BigDecimal decimal() {
    if (!(raw instanceof Number number)) {
      return null;
    }
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException e) {
      return null; // NaN and infinity have no digits
    }
  }

  static String shortened(String text) {
    String line = CONTROL.matcher(text).replaceAll(" ");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }
}
