package io.fleetcanary.core.query;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of gauges that takes no series whose last sample is old. A series that ends with a mark
 * is gone at once, but one of which nothing more is heard (a remote write that stops, a server that
 * takes samples with their own times) keeps its last value for five minutes.
 */
public final class FreshQuery {
  /** What is neither a selector nor a reason to look for one: comments and strings. */
  private static final String SKIPPED =
      "#[^\\n]*|\"(?:[^\"\\\\]++|\\\\.)*+\"|'(?:[^'\\\\]++|\\\\.)*+'|`[^`]*`";

  private static final Pattern TOKEN =
      Pattern.compile(SKIPPED + "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)?\\s*(?<open>\\{)");

  private static final Pattern INSIDE = Pattern.compile("(?:" + SKIPPED + "|[^}\"'`#]++)*+}");

  /** What comes before braces without being the metric's name. */
  private static final List<String> OPERATORS =
      List.of("and", "or", "unless", "atan2", "bool", "group_left", "group_right");

  /** A range or a time of its own is as its author wants it. */
  private static final Pattern TIMED =
      Pattern.compile("\\s*(?:\\[|@|(?:offset|anchored|smoothed)\\b)", Pattern.CASE_INSENSITIVE);

  /**
   * Functions that want a selector itself: this one tells how old it is, the other one reads it.
   */
  private static final Pattern SELECTOR_WANTED =
      Pattern.compile("timestamp\\s*\\(\\s*$|\\binfo\\s*\\(");

  private FreshQuery() {}

  /**
   * The same query; each selector with braces that stands for the newest samples takes only series
   * that have one within this time. The function works on what a person wrote, so whatever it does
   * not know stays as it is.
   *
   * @param within one second or more
   */
  public static String of(String query, Duration within) {
    StringBuilder fresh = new StringBuilder();
    Matcher token = TOKEN.matcher(query);
    int done = 0;
    while (token.find(done)) {
      int begin = token.start();
      int end = token.end();
      if (token.group("open") != null) {
        String name = Optional.ofNullable(token.group("name")).orElse("");
        begin = OPERATORS.contains(name.toLowerCase(Locale.ROOT)) ? token.start("open") : begin;
        end = end(query, end);
      }
      fresh.append(query, done, begin);
      String text = query.substring(begin, end);
      boolean newest = token.group("open") != null && isNewest(query, begin, end);
      fresh.append(newest ? fresh(text, within) : text);
      done = end;
    }
    return fresh.append(query, done, query.length()).toString();
  }

  /** Behind the braces; at the end where they do not close. */
  private static int end(String query, int open) {
    Matcher inside = INSIDE.matcher(query).region(open, query.length());
    return inside.lookingAt() ? inside.end() : query.length();
  }

  private static boolean isNewest(String query, int begin, int end) {
    boolean timed = TIMED.matcher(query).region(end, query.length()).lookingAt();
    return query.charAt(end - 1) == '}'
        && !timed
        && !SELECTOR_WANTED.matcher(query.substring(0, begin)).find();
  }

  private static String fresh(String selector, Duration within) {
    return "(%s and last_over_time(%s[%ds]))".formatted(selector, selector, within.toSeconds());
  }
}
