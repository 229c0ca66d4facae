package io.fleetcanary.lab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A picture of one bad scenario beside its good twin: wrong aborts to the right, delay upwards. The
 * lower left corner is the place to be.
 */
final class Plot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int BOTTOM = 300;
  private static final int SPAN = 460;
  private static final int RISE = 240;

  private Plot() {}

  /**
   * Draws it.
   *
   * @param good results of the good canary, by method
   * @param bad results of the bad one, the same methods in the same order
   */
  static String svg(String title, List<Result> good, List<Result> bad) {
    StringBuilder marks = new StringBuilder();
    List<Place> taken = new ArrayList<>();
    for (int i = 0; i < bad.size(); i++) {
      Place mark = new Place(x(good.get(i).aborted()), y(minutes(bad.get(i))));
      Place label = new Place(mark.x + 8, mark.y + 4).free(taken);
      taken.add(label);
      marks.append(mark(mark, bad.get(i))).append(text(label.x, label.y, bad.get(i).method()));
    }
    return frame(title) + ticks() + marks + "</svg>\n";
  }

  private static String frame(String title) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
    <rect width="100%%" height="100%%" fill="white"/>
    <text x="60" y="20" font-size="14">%s</text>
    <text x="60" y="40">median minutes until a bad canary is aborted; hollow: less than 90 percent are found</text>
    <text x="200" y="340">good canaries aborted, percent</text>
    <path d="M%d %dH%dM%d %dV60" stroke="black"/>
    """
        .formatted(WIDTH, HEIGHT, title, LEFT, BOTTOM, LEFT + SPAN, LEFT, BOTTOM);
  }

  private static String ticks() {
    String across =
        List.of(0, 20, 40, 60, 80, 100).stream()
            .map(it -> text(x(it / 100.0), BOTTOM + 16, String.valueOf(it)))
            .collect(Collectors.joining());
    return across
        + List.of(0, 20, 40, 60).stream()
            .map(it -> text(LEFT - 24, y(it), String.valueOf(it)))
            .collect(Collectors.joining());
  }

  private static double minutes(Result bad) {
    return bad.delays().isEmpty() ? Cell.HORIZON : bad.delay(0.5);
  }

  private static String mark(Place at, Result bad) {
    String fill = bad.aborted() >= 0.9 ? "#1f5fa8" : "white";
    return String.format(
        Locale.ROOT,
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" stroke=\"#1f5fa8\" fill=\"%s\"/>\n",
        at.x,
        at.y,
        fill);
  }

  private static String text(double x, double y, String text) {
    return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", x, y, text);
  }

  private static double x(double share) {
    return LEFT + share * SPAN;
  }

  private static double y(double minutes) {
    return BOTTOM - minutes / Cell.HORIZON * RISE;
  }

  private record Place(double x, double y) {
    private static final double LINE = 13;
    private static final int MOST_LINES = 40;

    /** The nearest line on which no label is in the way. */
    Place free(List<Place> taken) {
      return IntStream.range(0, MOST_LINES)
          .map(i -> i % 2 == 0 ? i / 2 : -(i + 1) / 2)
          .mapToObj(lines -> new Place(x, y + lines * LINE))
          .filter(it -> it.y < BOTTOM && taken.stream().noneMatch(it::meets))
          .findFirst()
          .orElse(this);
    }

    private boolean meets(Place other) {
      return Math.abs(other.x - x) < 150 && Math.abs(other.y - y) < LINE - 0.1;
    }
  }
}
