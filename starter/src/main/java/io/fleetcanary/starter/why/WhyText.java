package io.fleetcanary.starter.why;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.show.Harmless;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The reason, where there is one, and the findings of each cluster's last watch: their figures, the
 * time they are about, and what was asked.
 */
public final class WhyText {
  private WhyText() {}

  /**
   * All of it.
   *
   * @param watches by cluster; of one that is missing only the findings are shown
   */
  public static List<String> lines(FleetStatus status, Map<String, ShownWatch> watches) {
    List<String> findings =
        lines(status.waves().stream().flatMap(wave -> wave.clusters().stream()), watches);
    return Stream.concat(
            Stream.of(status.reason()).filter(reason -> !reason.isEmpty()), findings.stream())
        .map(Harmless::line)
        .toList();
  }

  /** The findings of these clusters, in their order. */
  public static List<String> lines(Stream<ClusterStatus> clusters) {
    return lines(clusters, Collections.emptyMap());
  }

  private static List<String> lines(
      Stream<ClusterStatus> clusters, Map<String, ShownWatch> watches) {
    List<String> lines =
        clusters
            .filter(cluster -> !cluster.findings().isEmpty())
            .flatMap(
                cluster ->
                    judged(cluster, watches.getOrDefault(cluster.cluster(), ShownWatch.UNKNOWN)))
            .toList();
    return lines.isEmpty() ? List.of("no cluster has been judged yet") : lines;
  }

  private static Stream<String> judged(ClusterStatus cluster, ShownWatch watch) {
    return Stream.concat(
        Stream.of(cluster.cluster() + watch.about()),
        cluster.findings().stream().flatMap(finding -> said(finding, watch)));
  }

  private static Stream<String> said(Finding finding, ShownWatch watch) {
    return Stream.of(
            Stream.of("  %s: %s".formatted(Words.of(finding.verdict()), finding.sentence())),
            Stream.of(finding.why()).filter(why -> !why.isEmpty()).map(why -> "    " + why),
            watch.lines(finding.metric()))
        .flatMap(lines -> lines);
  }
}
