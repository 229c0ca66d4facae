package io.fleetcanary.lab.demo;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells what changed since the last status, a line each, so that it reads well live and in a log.
 */
final class Narrator {
  private final PrintStream out;
  private final Instant begin = Instant.now();
  private final SortedMap<String, String> told = new TreeMap<>();

  Narrator(PrintStream out) {
    this.out = out;
  }

  void tell(FleetStatus status) {
    for (FleetStatus.WaveStatus wave : status.waves()) {
      wave.clusters().forEach(cluster -> tell(cluster.cluster(), line(wave.name(), cluster)));
    }
    for (Waiting waiting : status.waitingFor()) {
      tell(waiting.gate(), "waits for %s: %s".formatted(waiting.gate(), waiting.why()));
    }
    tell("fleet", "fleet    %s%s".formatted(words(status.phase()), tail("", status.reason())));
  }

  /** Tells {@code line} unless it was the last thing told of {@code subject}. */
  void tell(String subject, String line) {
    if (!line.equals(told.put(subject, line))) {
      double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
      out.println(String.format(Locale.ROOT, "  %+6.1f s  %s", seconds, line));
    }
  }

  private static String line(String wave, ClusterStatus cluster) {
    String findings =
        cluster.findings().stream().map(Narrator::mark).collect(Collectors.joining("  "));
    return "%-7s %-6s %-11s set %4s  seen %6s  %s%s"
        .formatted(
            wave,
            cluster.cluster(),
            words(cluster.phase()),
            cluster.set(),
            cluster.seen(),
            findings,
            tail("  ", cluster.reason()));
  }

  private static String mark(Finding finding) {
    String mark =
        switch (finding.verdict()) {
          case PASS -> "+";
          case FAIL -> "x";
          case INCONCLUSIVE -> "?";
        };
    return mark + finding.metric();
  }

  private static String tail(String before, String reason) {
    return reason.isEmpty() ? "" : before + "| " + reason;
  }

  private static String words(Enum<?> phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
