package io.fleetcanary.report;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.report.RolloutReport.Check;
import io.fleetcanary.report.plot.Markup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One page that needs nothing else: no script, no request. At most 300 KB, long lists are cut. */
public final class ReportHtml {
  private static final int MOST_BYTES = 300_000;
  private static final int LONGEST_TEXT = 600;
  private static final int MOST_PLOTS = 24;
  private static final String LEGEND =
      "Canary solid, stable dashed, limits dotted; a thin line where a watch begins. Times count"
          + " from the begin of the rollout.";

  private final RolloutReport report;
  private final FleetStatus status;
  private final int rows;
  private final Markup page = new Markup();

  private ReportHtml(RolloutReport report, int rows) {
    this.report = report;
    this.status = report.status();
    this.rows = rows;
  }

  public static String of(RolloutReport report) {
    return IntStream.of(200, 60, 20)
        .mapToObj(rows -> new ReportHtml(report, rows).page())
        .filter(page -> page.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES)
        .findFirst()
        .orElseGet(() -> new ReportHtml(report, 5).page());
  }

  private String page() {
    String title = "%s %s: %s".formatted(status.service(), status.revision(), phase());
    page.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    page.empty("meta", "charset", "utf-8")
        .empty("meta", "name", "viewport", "content", "width=device-width")
        .leaf("title", title)
        .open("style")
        .raw(ReportStyle.SHEET)
        .close()
        .close()
        .open("body")
        .leaf("h1", title, "class", status.phase().name())
        .leaf("p", cut(Words.line(status.reason())), "class", "reason");
    facts();
    page.leaf("h2", "Weight of the canary").raw(new WeightPlot(report).svg());
    waves();
    clusters();
    checks();
    metrics();
    decisions();
    moves();
    asked();
    return page.close().close().toString();
  }

  private void facts() {
    page.open("dl");
    fact("workflow", status.workflowId() + ", run " + report.history().runId());
    fact("rollout", status.rolloutId());
    fact("plan", status.digest());
    fact("started", time(report.history().startedAt()) + " by " + report.history().startedBy());
    report.history().endedAt().ifPresent(end -> fact("ended", time(end)));
    fact("took", Words.of(report.took().truncatedTo(ChronoUnit.SECONDS)));
    fact("report of", time(report.madeAt()));
    status.notes().forEach(note -> fact("note", cut(note)));
    page.close();
  }

  private void fact(String name, String value) {
    page.leaf("dt", name).leaf("dd", value);
  }

  private void waves() {
    table(
        "Waves",
        List.of("wave", "clusters", "where they are"),
        status.waves(),
        wave -> List.of(wave.name(), "" + wave.clusters().size(), counts(wave)));
  }

  private static String counts(WaveStatus wave) {
    Map<ClusterPhase, Long> counts =
        wave.clusters().stream()
            .collect(
                Collectors.groupingBy(ClusterStatus::phase, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + Words.of(count.getKey()))
        .collect(Collectors.joining(", "));
  }

  private void clusters() {
    table(
        "Clusters",
        List.of("cluster", "phase", "set", "seen", "reason"),
        report.worstFirst(),
        cluster ->
            List.of(
                cluster.cluster(),
                Words.of(cluster.phase()),
                cluster.set().toString(),
                cluster.seen().toString(),
                cluster.reason()));
  }

  private void checks() {
    List<Check> checks = report.checks();
    table(
        "Checks",
        List.of("cluster", "metric", "verdict", "says", "figures"),
        checks,
        check ->
            List.of(
                check.cluster(),
                check.finding().metric(),
                Words.of(check.finding().verdict()),
                check.finding().sentence(),
                check.finding().why()));
    FigurePlot.svg(report)
        .ifPresent(svg -> page.leaf("h2", "Bad requests, canary against stable").raw(svg));
  }

  private void metrics() {
    MetricPlots plots = new MetricPlots(report);
    int most = Math.min(MOST_PLOTS, rows);
    List<String> svgs = plots.svgs(most);
    if (svgs.isEmpty()) {
      return;
    }
    page.leaf("h2", "Metrics over time").leaf("p", LEGEND, "class", "more");
    page.open("div", "class", "plots");
    svgs.forEach(page::raw);
    page.close();
    more(plots.count(), most);
  }

  private void decisions() {
    table(
        "Decisions",
        List.of("when", "what", "by", "reason", "sent from", "answer"),
        report.history().decisions(),
        it ->
            List.of(
                time(it.at()),
                (it.what() + " " + it.about()).strip(),
                it.who(),
                it.reason(),
                it.identity(),
                it.answer()));
  }

  private void moves() {
    table(
        "What clusters did",
        List.of("when", "cluster", "phase", "weight", "reason"),
        report.history().moves(),
        move ->
            List.of(
                time(move.at()),
                move.cluster(),
                Words.of(move.phase()),
                move.weight() + " %",
                move.reason()));
  }

  private void asked() {
    table(
        "Waits for a person",
        List.of("what", "why", "until", "without an answer"),
        status.waitingFor(),
        it -> List.of(it.gate(), it.why(), time(it.deadline()), it.otherwise()));
    table("Messages that did not apply", List.of("message"), status.ignored(), List::of);
  }

  /** Nothing where there are no rows; long ones are cut, and say so. */
  private <T> void table(
      String title, List<String> head, List<T> all, Function<T, List<String>> cells) {
    if (all.isEmpty()) {
      return;
    }
    page.leaf("h2", title).open("table").open("thead").open("tr");
    head.forEach(name -> page.leaf("th", name));
    page.close().close().open("tbody");
    for (T row : all.subList(0, Math.min(rows, all.size()))) {
      page.open("tr");
      cells.apply(row).forEach(cell -> page.leaf("td", cut(cell)));
      page.close();
    }
    page.close().close();
    more(all.size(), rows);
  }

  private void more(int all, int shown) {
    if (all > shown) {
      page.leaf("p", (all - shown) + " more: fleetcanary report -o json", "class", "more");
    }
  }

  private String phase() {
    return Words.of(status.phase());
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " …";
  }
}
