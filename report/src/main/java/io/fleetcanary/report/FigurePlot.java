package io.fleetcanary.report;

import io.fleetcanary.report.RolloutReport.Check;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bad requests of canary and stable side by side, where a check counted both. */
final class FigurePlot {
  private static final int MOST_BARS = 24;
  private static final int NAME = 200;
  private static final int WIDTH = 440;
  private static final int ROW = 34;

  /** As the figures of a finding say it. */
  private static final Pattern COUNTS =
      Pattern.compile("([0-9]+) of ([0-9]+) bad.*? against ([0-9]+) of ([0-9]+)");

  private final List<Rates> rates;
  private final double most;

  private FigurePlot(List<Rates> rates) {
    this.rates = rates;
    this.most = rates.stream().mapToDouble(it -> Math.max(it.canary, it.stable)).max().orElse(0);
  }

  /** Rates of one check, both fractions. */
  record Rates(Check check, double canary, double stable) {
    static Optional<Rates> of(Check check) {
      Matcher counts = COUNTS.matcher(check.finding().why());
      return counts.find()
          ? Optional.of(
              new Rates(
                  check,
                  rate(counts.group(1), counts.group(2)),
                  rate(counts.group(3), counts.group(4))))
          : Optional.empty();
    }

    private static double rate(String bad, String requests) {
      double all = Double.parseDouble(requests);
      return all == 0 ? 0 : Double.parseDouble(bad) / all;
    }
  }

  /** One SVG element; empty where no check has figures of both. */
  static Optional<String> svg(RolloutReport report) {
    List<Rates> rates =
        report.checks().stream()
            .flatMap(check -> Rates.of(check).stream())
            .limit(MOST_BARS)
            .toList();
    return rates.isEmpty() ? Optional.empty() : Optional.of(new FigurePlot(rates).svg());
  }

  private String svg() {
    Markup svg =
        new Markup()
            .open(
                "svg",
                "viewBox",
                "0 0 820 " + (rates.size() * ROW + 4),
                "role",
                "img",
                "aria-label",
                "bad requests of canary and stable, by check");
    for (int row = 0; row < rates.size(); row++) {
      Rates both = rates.get(row);
      int y = row * ROW;
      String name = both.check.cluster() + " " + both.check.finding().metric();
      svg.leaf("text", name, "x", "0", "y", "" + (y + 20));
      bar(svg, y + 4, "canary", both.canary);
      bar(svg, y + 18, "stable", both.stable);
    }
    return svg.close().toString();
  }

  private void bar(Markup svg, int y, String arm, double rate) {
    long width = most == 0 ? 1 : Math.max(1, Math.round(WIDTH * rate / most));
    String[] place = {
      "class", arm, "x", "" + NAME, "y", "" + y, "width", "" + width, "height", "12"
    };
    String says = arm + " " + percent(rate);
    svg.empty("rect", place).leaf("text", says, "x", "" + (NAME + width + 6), "y", "" + (y + 10));
  }

  private static String percent(double fraction) {
    return new BigDecimal(fraction * 100)
            .round(new MathContext(3))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }
}
