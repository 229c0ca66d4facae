package io.fleetcanary.starter.why;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.show.Harmless;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reason, where there is one, what clusters have proved together, what has become of each
 * cluster and why, and the findings of its last watch: their figures, the time they are about, and
 * what was asked.
 */
public final class WhyText {
  private WhyText() {}

  /**
   * All of it.
   *
   * @param watches by cluster; of one that is missing only the findings are shown
   */
  static List<String> lines(
      FleetStatus status, Map<String, ShownWatch> watches, Optional<Together> together) {
    List<String> findings =
        lines(status.waves().stream().flatMap(wave -> wave.clusters().stream()), watches);
    return Stream.of(
            Stream.of(status.reason()).filter(reason -> !reason.isEmpty()),
            together.stream().flatMap(all -> all.lines().stream()),
            findings.stream())
        .flatMap(lines -> lines)
        .map(Harmless::line)
        .toList();
  }

  /** The reasons and findings of these clusters, in their order. */
  public static List<String> lines(Stream<ClusterStatus> clusters) {
    return lines(clusters, Collections.emptyMap());
  }

  private static List<String> lines(
      Stream<ClusterStatus> clusters, Map<String, ShownWatch> watches) {
    List<String> lines =
        clusters
            .filter(cluster -> !cluster.findings().isEmpty() || !cluster.reason().isEmpty())
            .flatMap(
                cluster ->
                    judged(cluster, watches.getOrDefault(cluster.cluster(), ShownWatch.UNKNOWN)))
            .toList();
    return lines.isEmpty() ? List.of("no cluster has been judged yet") : lines;
  }

  private static Stream<String> judged(ClusterStatus cluster, ShownWatch watch) {
    return Stream.of(
            Stream.of(cluster.cluster() + watch.about()),
            reason(cluster),
            cluster.findings().stream().flatMap(finding -> said(finding, watch)))
        .flatMap(lines -> lines);
  }

  /** Unless a finding says the same. */
  private static Stream<String> reason(ClusterStatus cluster) {
    boolean said =
        cluster.findings().stream().map(Finding::sentence).anyMatch(cluster.reason()::equals);
    return said || cluster.reason().isEmpty()
        ? Stream.empty()
        : Stream.of("  " + Words.of(cluster.phase()) + ": " + cluster.reason());
  }

  private static Stream<String> said(Finding finding, ShownWatch watch) {
    return Stream.of(
            Stream.of("  %s: %s".formatted(Words.of(finding.verdict()), finding.sentence())),
            Stream.of(finding.why()).filter(why -> !why.isEmpty()).map(why -> "    " + why),
            watch.lines(finding.metric()))
        .flatMap(lines -> lines);
  }
}
