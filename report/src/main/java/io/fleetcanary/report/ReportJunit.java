package io.fleetcanary.report;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;

/**
 * The one format that every CI reads: a suite for each wave, and in it one case for each cluster's
 * fate and one for each of its checks. What is not known yet counts as skipped.
 */
public final class ReportJunit {
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
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").open("testsuites", "name", name);
    report.status().waves().forEach(this::suite);
    return xml.close().toString();
  }

  private void suite(WaveStatus wave) {
    long cases = wave.clusters().stream().mapToLong(it -> 1 + it.findings().size()).sum();
    xml.open(
        "testsuite",
        "name",
        wave.name(),
        "tests",
        "" + cases,
        "timestamp",
        report.history().startedAt().toString());
    for (ClusterStatus cluster : wave.clusters()) {
      fate(wave, cluster);
      cluster.findings().forEach(finding -> check(wave, cluster, finding));
    }
    xml.close();
  }

  private void fate(WaveStatus wave, ClusterStatus cluster) {
    String reason = cluster.reason().isEmpty() ? "" : ": " + cluster.reason();
    String says = Words.of(cluster.phase()) + reason;
    begin(wave, cluster.cluster() + " gets the revision");
    switch (cluster.phase()) {
      case ROLLED_BACK, HANDED_OVER, RETURNING -> xml.empty("failure", "message", says);
      case PROMOTED, PROBATION, KEEPING -> xml.say("");
      case QUEUED, CLAIMING, STARTING, SHIFTING, BAKING, HOLDING, PAUSED, PROMOTING, UNTOUCHED ->
          xml.empty("skipped", "message", says);
    }
    xml.close();
  }

  private void check(WaveStatus wave, ClusterStatus cluster, Finding finding) {
    begin(wave, cluster.cluster() + " " + finding.metric());
    switch (finding.verdict()) {
      case FAIL ->
          xml.leaf("failure", finding.why(), "message", finding.sentence(), "type", "FAIL");
      case INCONCLUSIVE -> xml.empty("skipped", "message", finding.sentence());
      case PASS -> xml.leaf("system-out", finding.sentence());
    }
    xml.close();
  }

  private void begin(WaveStatus wave, String name) {
    xml.open("testcase", "classname", wave.name(), "name", name);
  }
}
