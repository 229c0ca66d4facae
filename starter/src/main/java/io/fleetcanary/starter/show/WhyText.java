package io.fleetcanary.starter.show;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import java.util.List;
import java.util.stream.Stream;

/**
 * The reason, where there is one, and the findings of each cluster's last watch with their figures.
 */
public final class WhyText {
  private WhyText() {}

  public static List<String> lines(FleetStatus status) {
    List<String> findings =
        lines(status.waves().stream().flatMap(wave -> wave.clusters().stream()));
    return Stream.concat(
            Stream.of(status.reason()).filter(reason -> !reason.isEmpty()), findings.stream())
        .map(Harmless::line)
        .toList();
  }

  /** The same of these clusters, in their order. */
  public static List<String> lines(Stream<ClusterStatus> clusters) {
    List<String> lines =
        clusters.filter(cluster -> !cluster.findings().isEmpty()).flatMap(WhyText::judged).toList();
    return lines.isEmpty() ? List.of("no cluster has been judged yet") : lines;
  }

  private static Stream<String> judged(ClusterStatus cluster) {
    return Stream.concat(
        Stream.of(cluster.cluster()), cluster.findings().stream().flatMap(WhyText::said));
  }

  private static Stream<String> said(Finding finding) {
    String said = "  %s: %s".formatted(Words.of(finding.verdict()), finding.sentence());
    return finding.why().isEmpty() ? Stream.of(said) : Stream.of(said, "    " + finding.why());
  }
}
