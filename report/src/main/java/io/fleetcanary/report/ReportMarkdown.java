package io.fleetcanary.report;

import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.document.Inert;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** For a comment under a pull request or a page of a wiki; long lists are cut. */
public final class ReportMarkdown {
  private static final int MOST_ROWS = 50;
  private static final int LONGEST_CELL = 300;

  private final RolloutReport report;
  private final FleetStatus status;
  private final List<String> lines = new ArrayList<>();

  private ReportMarkdown(RolloutReport report) {
    this.report = report;
    this.status = report.status();
  }

  public static List<String> lines(RolloutReport report) {
    return new ReportMarkdown(report).all();
  }

  private List<String> all() {
    lines.add(
        "### %s %s: %s"
            .formatted(
                escaped(status.service()), escaped(status.revision()), Words.of(status.phase())));
    lines.add("");
    if (!status.reason().isEmpty()) {
      lines.add("**Why:** " + escaped(Words.line(status.reason())));
      lines.add("");
    }
    lines.add(
        "`%s`, %s, plan `%s`. Started %s by %s, took %s."
            .formatted(
                status.workflowId(),
                escaped(status.rolloutId()),
                status.digest(),
                report.history().startedAt().truncatedTo(ChronoUnit.SECONDS),
                escaped(report.history().startedBy()),
                Words.of(report.took().truncatedTo(ChronoUnit.SECONDS))));
    status.notes().forEach(note -> lines.add("Note: " + escaped(note) + "."));
    waves();
    clusters();
    checks();
    decisions();
    return lines;
  }

  private void waves() {
    table(
        List.of("wave", "clusters", "on the new revision", "checks"),
        status.waves(),
        wave ->
            List.of(wave.name(), "" + wave.clusters().size(), "" + promoted(wave), checks(wave)));
  }

  private void clusters() {
    table(
        List.of("cluster", "phase", "set", "seen", "reason"),
        report.worstFirst(),
        it ->
            List.of(
                it.cluster(),
                Words.of(it.phase()),
                it.set().toString(),
                it.seen().toString(),
                it.reason()));
  }

  private void checks() {
    table(
        List.of("cluster", "check", "says", "figures"),
        report.checks(),
        it ->
            List.of(
                it.cluster(),
                Words.of(it.finding().verdict()),
                it.finding().sentence(),
                it.finding().why()));
  }

  private void decisions() {
    table(
        List.of("when", "decision", "by", "reason"),
        report.history().decisions(),
        it ->
            List.of(
                it.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                (it.what() + " " + it.about()).strip(),
                it.by().isEmpty() ? it.identity() : it.who(),
                it.reason()));
  }

  private static long promoted(WaveStatus wave) {
    return wave.clusters().stream().map(ClusterStatus::phase).filter(ReportMarkdown::on).count();
  }

  private static boolean on(ClusterPhase phase) {
    return phase == ClusterPhase.PROMOTED
        || phase == ClusterPhase.PROBATION
        || phase == ClusterPhase.KEEPING;
  }

  private static String checks(WaveStatus wave) {
    return Arrays.stream(Verdict.values())
        .map(verdict -> count(wave, verdict) + " " + Words.of(verdict))
        .filter(count -> !count.startsWith("0 "))
        .collect(Collectors.joining(", "));
  }

  private static long count(WaveStatus wave, Verdict verdict) {
    return wave.clusters().stream()
        .flatMap(cluster -> cluster.findings().stream())
        .filter(finding -> finding.verdict() == verdict)
        .count();
  }

  private <T> void table(List<String> head, List<T> all, Function<T, List<String>> cells) {
    if (all.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(row(head));
    lines.add("|" + "---|".repeat(head.size()));
    all.stream()
        .limit(MOST_ROWS)
        .map(it -> row(cells.apply(it).stream().map(ReportMarkdown::cell).toList()))
        .forEach(lines::add);
    if (all.size() > MOST_ROWS) {
      lines.add("");
      lines.add((all.size() - MOST_ROWS) + " more: `fleetcanary report -o json`");
    }
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String cell(String text) {
    return escaped(text.length() <= LONGEST_CELL ? text : text.substring(0, LONGEST_CELL) + " …");
  }

  /**
   * What people type must not become markup, neither Markdown's nor HTML's, nor call anybody or
   * link to an issue; for that GitHub looks at what is there after backslashes are gone.
   */
  static String escaped(String text) {
    return Inert.text(text.replaceAll("[\\s\\p{Cc}\\p{Cf}]+", " "))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]|~!#@])", "\\\\$1");
  }
}
