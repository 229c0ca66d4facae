package io.fleetcanary.report;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything a report says, in whatever form. Its fields are what scripts read.
 *
 * @param madeAt when it was asked for
 * @param history what happened when
 * @param status where it is, or how it ended
 * @param series what was measured in each watch, where a journal has it
 */
public record RolloutReport(
    Instant madeAt, Tale history, FleetStatus status, List<WatchSeries> series) {
  public RolloutReport {
    series = List.copyOf(series);
  }

  /** Without what was measured over time. */
  public RolloutReport(Instant madeAt, Tale history, FleetStatus status) {
    this(madeAt, history, status, List.of());
  }

  /** One check of one cluster. */
  record Check(String cluster, Finding finding) {}

  /** Until its end, or until now. */
  Instant until() {
    return history.endedAt().orElse(madeAt);
  }

  Duration took() {
    return Duration.between(history.startedAt(), until());
  }

  Stream<ClusterStatus> clusters() {
    return status.waves().stream().flatMap(wave -> wave.clusters().stream());
  }

  /** Those that did not do as was hoped first. */
  List<ClusterStatus> worstFirst() {
    return clusters().sorted(Comparator.comparingInt(RolloutReport::rank)).toList();
  }

  /** Failed ones first, inconclusive ones next. */
  List<Check> checks() {
    return clusters()
        .flatMap(
            cluster ->
                cluster.findings().stream().map(finding -> new Check(cluster.cluster(), finding)))
        .sorted(Comparator.comparingInt(check -> severity(check.finding.verdict())))
        .toList();
  }

  private static int severity(Verdict verdict) {
    return switch (verdict) {
      case FAIL -> 0;
      case INCONCLUSIVE -> 1;
      case PASS -> 2;
    };
  }

  private static int rank(ClusterStatus cluster) {
    boolean failed =
        cluster.findings().stream().anyMatch(finding -> finding.verdict() == Verdict.FAIL);
    return failed ? 0 : order(cluster.phase());
  }

  private static int order(ClusterPhase phase) {
    return switch (phase) {
      case HANDED_OVER -> 1;
      case RETURNING, ROLLED_BACK -> 2;
      case CLAIMING, STARTING, SHIFTING, BAKING, HOLDING, PAUSED, PROMOTING -> 3;
      case PROBATION, KEEPING, PROMOTED -> 4;
      case UNTOUCHED, QUEUED -> 5;
    };
  }
}
