package io.fleetcanary.starter.screen;

import io.fleetcanary.starter.show.Harmless;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * One line of a screen: pieces of text, cut where the screen ends. Whatever was typed by somebody
 * cannot move the cursor.
 */
public final class Line {
  private static final String BOLD = "1";

  private final Style style;
  private final List<Piece> pieces = new ArrayList<>();

  Line(Style style) {
    this.style = style;
  }

  Line add(String text) {
    return add("", text);
  }

  Line strong(String text) {
    return add(BOLD, text);
  }

  Line add(Mark mark, String text) {
    return add(mark.colour(), text);
  }

  /** The glyph, then the text, both in its colour. */
  Line marked(Mark mark, String text) {
    return add(mark, mark.glyph(style) + (text.isEmpty() ? "" : " " + text));
  }

  /** {@code ✓8}. */
  Line count(Mark mark, long count) {
    return add(mark, mark.glyph(style) + count);
  }

  /** Goes on at this column; one space at least keeps what is too long apart. */
  Line column(int column) {
    return add(" ".repeat(Math.max(1, column - width())));
  }

  /** What ends at this column. */
  Line right(int column, String text) {
    return column(column - width(text)).add(text);
  }

  int width() {
    return pieces.stream().mapToInt(piece -> width(piece.text)).sum();
  }

  /** As a terminal with so many columns takes it. */
  public String render(int columns) {
    StringBuilder line = new StringBuilder();
    int left = columns;
    for (Piece piece : pieces) {
      String text = width(piece.text) <= left ? piece.text : cut(piece.text, left);
      left -= width(text);
      line.append(coloured(piece.code, text));
      if (!text.equals(piece.text)) {
        break;
      }
    }
    return style.colour() ? line.toString() : line.toString().stripTrailing();
  }

  private String coloured(String code, String text) {
    boolean plain = code.isEmpty() || text.isBlank() || !style.colour();
    return plain ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  private Line add(String code, String text) {
    pieces.add(new Piece(code, harmless(text)));
    return this;
  }

  private String harmless(String text) {
    String line = Harmless.line(text);
    return style.ascii() ? line.replace("…", "...").replaceAll("[^\\p{ASCII}]", "?") : line;
  }

  private String cut(String text, int width) {
    String end = style.ascii() ? "~" : "…";
    StringBuilder cut = new StringBuilder();
    int left = width - 1;
    for (int point : text.codePoints().toArray()) {
      left -= Math.max(0, WCWidth.wcwidth(point));
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return width <= 0 ? "" : cut + end;
  }

  static int width(String text) {
    return text.codePoints().map(WCWidth::wcwidth).map(width -> Math.max(0, width)).sum();
  }

  private record Piece(String code, String text) {}
}
