package io.fleetcanary.lab.embedded.prometheus;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text format in which targets expose their series. */
final class Exposition {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})?\\s+(\\S+)(?:\\s+\\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private Exposition() {}

  /** One line: a series, its name among the labels, and its value. */
  record Line(SortedMap<String, String> labels, double value) {}

  /**
   * Reads all lines; comments are skipped, time stamps ignored.
   *
   * @throws IllegalArgumentException if a line is neither
   */
  static List<Line> parse(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Exposition::line)
        .toList();
  }

  private static Line line(String text) {
    Matcher line = LINE.matcher(text.strip());
    if (!line.matches()) {
      throw new IllegalArgumentException("line must be name{labels} value, got " + text);
    }
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put(Selector.NAME, line.group(1));
    if (line.group(2) != null) {
      Matcher label = LABEL.matcher(line.group(2));
      while (label.find()) {
        labels.put(label.group(1), unescape(label.group(2)));
      }
    }
    return new Line(labels, number(line.group(3)));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static String unescape(String value) {
    return value.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
  }
}
