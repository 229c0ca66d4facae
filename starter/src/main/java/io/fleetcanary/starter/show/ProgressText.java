package io.fleetcanary.starter.show;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What has changed since the last look, one line per change; while nothing does, a line each
 * minute, for those who would take silence for a hang.
 */
public final class ProgressText {
  private static final Duration BETWEEN_SIGNS = Duration.ofMinutes(1);

  private Instant changed = Instant.MIN;
  private Instant said = Instant.MIN;
  private final SortedMap<String, String> shown = new TreeMap<>();

  /** Lines for everything that looks different from the last time, or a sign of life. */
  public List<String> changes(FleetStatus status, Instant now) {
    List<String> lines = changes(status);
    if (!lines.isEmpty()) {
      changed = now;
    } else if (!now.isBefore(said.plus(BETWEEN_SIGNS))) {
      lines =
          List.of(
              fleet(status).text() + "; nothing has changed for " + Words.between(changed, now));
    } else {
      return List.of();
    }
    said = now;
    String time = now.truncatedTo(ChronoUnit.SECONDS) + " " + status.service() + " ";
    return lines.stream().map(line -> Harmless.line(time + line)).toList();
  }

  private List<String> changes(FleetStatus status) {
    return Stream.of(
            Stream.of(fleet(status)),
            status.waves().stream()
                .flatMap(wave -> wave.clusters().stream())
                .filter(cluster -> cluster.phase() != ClusterPhase.QUEUED)
                .map(ProgressText::cluster),
            status.waitingFor().stream().map(ProgressText::waiting))
        .flatMap(lines -> lines)
        .filter(line -> !line.text().equals(shown.put(line.subject(), line.text())))
        .map(Line::text)
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
