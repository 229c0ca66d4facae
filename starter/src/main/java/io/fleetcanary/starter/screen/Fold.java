package io.fleetcanary.starter.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Folds a text where a line ends, at words where it has any, with the indent that it begins with.
 *
 * @param columns a line has so many, 1 or more
 */
record Fold(int columns) {
  private static final int MOST = 3;

  /** The whole of it, or three lines, the last of which is too long; one for an empty text. */
  List<String> lines(String text) {
    String flat = text.replace("\n", "; ");
    String rest = flat.stripLeading();
    String indent = flat.substring(0, flat.length() - rest.length());
    List<String> lines = new ArrayList<>();
    while (lines.size() < MOST - 1 && Line.width(indent + rest) > columns) {
      int end = end(rest, columns - indent.length());
      lines.add(indent + rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(indent + rest);
    return lines;
  }

  /** Where the last word ends that fits, or else the last character, of which one always fits. */
  private static int end(String text, int room) {
    int word = 0;
    int left = room;
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      word = point == ' ' ? at : word;
      left -= Math.max(0, WCWidth.wcwidth(point));
      if (left < 0 && at > 0) {
        return word > 0 ? word : at;
      }
      at += Character.charCount(point);
    }
    return at;
  }
}
