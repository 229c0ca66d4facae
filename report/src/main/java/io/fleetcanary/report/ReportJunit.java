package io.fleetcanary.report;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.report.plot.Markup;
import java.util.List;

/**
 * The one format that every CI reads: a case for the rollout, failed unless it was promoted
 * everywhere, then a suite for each wave, and in it one case for each cluster's fate and one for
 * each of its checks. What is not known yet counts as skipped.
 */
public final class ReportJunit {
  /** A run that closed by itself in the moment between two looks is not among them. */
  private static final List<String> FROM_OUTSIDE = List.of("terminated", "canceled", "timed out");

  private final RolloutReport report;
  private final Markup xml = new Markup();

  private ReportJunit(RolloutReport report) {
    this.report = report;
  }

  public static String of(RolloutReport report) {
    return new ReportJunit(report).document();
  }

  private String document() {
    String name = report.status().service() + " " + report.status().revision();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .open("testsuites", "name", name.strip());
    ending();
    report.status().waves().forEach(this::suite);
    return xml.close().toString();
  }

  /** Also where no cluster was touched, or none is known. */
  private void ending() {
    FleetStatus status = report.status();
    boolean cut = !status.phase().ended() && FROM_OUTSIDE.contains(report.history().closing());
    String says = Words.of(status.phase()) + reason(Words.line(status.reason()));
    begin(status.workflowId(), 1);
    test(status.workflowId(), "rollout");
    if (status.phase() == FleetPhase.PROMOTED) {
      xml.leaf("system-out", says);
    } else if (cut) {
      xml.empty("failure", "message", report.history().closing() + " while it was " + says);
    } else {
      xml.empty(status.phase().ended() ? "failure" : "skipped", "message", says);
    }
    xml.close().close();
  }

  private void suite(WaveStatus wave) {
    long cases = wave.clusters().stream().mapToLong(it -> 1 + it.findings().size()).sum();
    begin(wave.name(), cases);
    for (ClusterStatus cluster : wave.clusters()) {
      fate(wave, cluster);
      cluster.findings().forEach(finding -> check(wave, cluster, finding));
    }
    xml.close();
  }

  private void fate(WaveStatus wave, ClusterStatus cluster) {
    String says = Words.of(cluster.phase()) + reason(cluster.reason());
    test(wave.name(), cluster.cluster() + " gets the revision");
    switch (cluster.phase()) {
      case ROLLED_BACK, HANDED_OVER, RETURNING -> xml.empty("failure", "message", says);
      case PROMOTED, PROBATION, KEEPING -> xml.say("");
      case QUEUED, CLAIMING, STARTING, SHIFTING, BAKING, HOLDING, PAUSED, PROMOTING, UNTOUCHED ->
          xml.empty("skipped", "message", says);
    }
    xml.close();
  }

  private void check(WaveStatus wave, ClusterStatus cluster, Finding finding) {
    test(wave.name(), cluster.cluster() + " " + finding.metric());
    switch (finding.verdict()) {
      case FAIL ->
          xml.leaf("failure", finding.why(), "message", finding.sentence(), "type", "FAIL");
      case INCONCLUSIVE -> xml.empty("skipped", "message", finding.sentence());
      case PASS -> xml.leaf("system-out", finding.sentence());
    }
    xml.close();
  }

  private static String reason(String sentence) {
    return sentence.isEmpty() ? "" : ": " + sentence;
  }

  private void begin(String suite, long cases) {
    String began = report.history().startedAt().toString();
    xml.open("testsuite", "name", suite, "tests", "" + cases, "timestamp", began);
  }

  private void test(String suite, String name) {
    xml.open("testcase", "classname", suite, "name", name);
  }
}
