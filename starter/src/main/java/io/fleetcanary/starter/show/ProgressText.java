package io.fleetcanary.starter.show;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What has changed since the last look, one line per change. */
public final class ProgressText {
  private final SortedMap<String, String> shown = new TreeMap<>();

  /** Lines for everything that looks different from the last time. */
  public List<String> changes(FleetStatus status, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS) + " " + status.service() + " ";
    return Stream.of(
            Stream.of(fleet(status)),
            status.waves().stream()
                .flatMap(wave -> wave.clusters().stream())
                .filter(cluster -> cluster.phase() != ClusterPhase.QUEUED)
                .map(ProgressText::cluster),
            status.waitingFor().stream().map(ProgressText::waiting))
        .flatMap(lines -> lines)
        .filter(line -> !line.text().equals(shown.put(line.subject(), line.text())))
        .map(line -> time + line.text())
        .toList();
  }

  private static Line fleet(FleetStatus status) {
    return new Line("", Words.of(status.phase()) + reason(status.reason()));
  }

  private static Line cluster(ClusterStatus cluster) {
    return new Line(
        "cluster " + cluster.cluster(),
        "%s %s at %s%s"
            .formatted(
                cluster.cluster(),
                Words.of(cluster.phase()),
                cluster.set(),
                reason(cluster.reason())));
  }

  private static Line waiting(Waiting waiting) {
    return new Line(
        "gate " + waiting.gate(), "waits for a person: " + waiting.gate() + ", " + waiting.why());
  }

  private static String reason(String sentence) {
    return sentence.isEmpty() ? "" : ": " + sentence;
  }

  private record Line(String subject, String text) {}
}
