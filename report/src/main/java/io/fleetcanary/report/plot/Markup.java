package io.fleetcanary.report.plot;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes XML that is always well-formed, whatever the text says. */
public final class Markup {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** An element that something goes into; attributes are names and values by turns. */
  public Markup open(String element, String... attributes) {
    start(element, attributes);
    text.append('>');
    open.push(element);
    return this;
  }

  public Markup close() {
    text.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element with nothing in it. */
  public Markup empty(String element, String... attributes) {
    start(element, attributes);
    text.append("/>\n");
    return this;
  }

  /** An element with nothing but text in it. */
  public Markup leaf(String element, String content, String... attributes) {
    return open(element, attributes).say(content).close();
  }

  public Markup say(String content) {
    text.append(escaped(content));
    return this;
  }

  /** What we wrote ourselves, such as a style sheet. */
  public Markup raw(String ours) {
    text.append(ours);
    return this;
  }

  /** All of it; every element must have been closed. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return text.toString();
  }

  private void start(String element, String... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escaped(attributes[i + 1])).append('"');
    }
  }

  /** For text and attributes alike; what XML cannot hold becomes a question mark. */
  public static String escaped(String content) {
    StringBuilder safe = new StringBuilder();
    content.codePoints().forEach(point -> safe.append(escaped(point)));
    return safe.toString();
  }

  private static String escaped(int point) {
    return switch (point) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> allowed(point) ? Character.toString(point) : "?";
    };
  }

  private static boolean allowed(int point) {
    return point == '\t'
        || point == '\n'
        || (point >= 0x20 && point < 0xD800)
        || (point > 0xDFFF && point < 0xFFFE)
        || point > 0xFFFF;
  }
}
