package io.fleetcanary.report;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.report.RolloutReport.Check;
import io.fleetcanary.report.plot.Markup;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/** Bad requests of canary and stable side by side, where a check counted both. */
final class FigurePlot {
  private static final int MOST_BARS = 24;
  private static final int NAME = 200;
  private static final int WIDTH = 440;
  private static final int ROW = 34;

  private final List<Rates> rates;
  private final double most;

  private FigurePlot(List<Rates> rates) {
    this.rates = rates;
    this.most = rates.stream().mapToDouble(it -> Math.max(it.canary, it.stable)).max().orElse(0);
  }

  /** Rates of one check, both fractions. */
  record Rates(Check check, double canary, double stable) {
    static Optional<Rates> of(Check check) {
      return Counted.of(check.finding())
          .filter(both -> both.stable().requests() > 0)
          .map(both -> new Rates(check, rate(both.canary()), rate(both.stable())));
    }

    private static double rate(Counts counts) {
      return counts.requests() == 0 ? 0 : counts.rate();
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
