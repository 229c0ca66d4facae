package io.fleetcanary.starter.show;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import java.util.List;
import java.util.stream.Stream;

/** The findings of each cluster's last watch, each with its figures. */
public final class WhyText {
  private WhyText() {}

  public static List<String> lines(FleetStatus status) {
    List<String> lines =
        status.waves().stream()
            .flatMap(wave -> wave.clusters().stream())
            .filter(cluster -> !cluster.findings().isEmpty())
            .flatMap(WhyText::lines)
            .toList();
    return lines.isEmpty() ? List.of("no cluster has been judged yet") : lines;
  }

  private static Stream<String> lines(ClusterStatus cluster) {
    return Stream.concat(
        Stream.of(cluster.cluster()), cluster.findings().stream().flatMap(WhyText::lines));
  }

  private static Stream<String> lines(Finding finding) {
    String said = "  %s: %s".formatted(Words.of(finding.verdict()), finding.sentence());
    return finding.why().isEmpty() ? Stream.of(said) : Stream.of(said, "    " + finding.why());
  }
}
