package io.fleetcanary.starter.show;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.starter.server.RolloutName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A rollout's status for people: where every cluster is, and what it waits for. */
public final class StatusText {
  private final FleetStatus status;
  private final RolloutName name;
  private final Instant now;

  /** Times are shown as seen from {@code now}. */
  public StatusText(FleetStatus status, Instant now) {
    this.status = status;
    this.name = new RolloutName(status.namespace(), status.service());
    this.now = now;
  }

  /** A phase in words. */
  public static String of(FleetPhase phase) {
    return Words.of(phase);
  }

  /** All of it, one text per line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(head());
    if (!status.waves().isEmpty()) {
      lines.add("");
      lines.addAll(clusters());
    }
    List<String> findings = findings();
    if (!findings.isEmpty()) {
      lines.add("");
      lines.addAll(findings);
    }
    status.waitingFor().forEach(waiting -> lines.addAll(waiting(waiting)));
    status.ignored().forEach(message -> lines.add("ignored: " + message));
    status.notes().forEach(note -> lines.add("note: " + note));
    return lines.stream().map(Harmless::line).toList();
  }

  private List<String> head() {
    List<String> head = new ArrayList<>();
    String what =
        status.revision().isEmpty() ? status.service() : status.service() + " " + status.revision();
    head.add(what + ": " + Words.of(status.phase()));
    if (status.phase() == FleetPhase.REFUSED) {
      status.reason().lines().forEach(head::add); // one problem each
    } else if (!status.reason().isEmpty()) {
      head.add(status.reason());
    }
    head.add(
        status.rolloutId().isEmpty()
            ? status.workflowId()
            : "%s, %s, plan %s"
                .formatted(status.workflowId(), status.rolloutId(), status.digest()));
    return head;
  }

  private List<String> clusters() {
    Table table = new Table("WAVE", "CLUSTER", "PHASE", "SET", "SEEN", "FOR", "REASON");
    for (WaveStatus wave : status.waves()) {
      for (ClusterStatus cluster : wave.clusters()) {
        table.row(
            wave.name(),
            cluster.cluster(),
            Words.of(cluster.phase()),
            cluster.set().toString(),
            seen(cluster.seen()),
            Words.between(cluster.since(), now),
            cluster.reason());
      }
    }
    return table.lines();
  }

  private static String seen(ShareSeen seen) {
    return seen.total() == 0 ? "-" : seen.toString();
  }

  private List<String> findings() {
    return status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .flatMap(cluster -> cluster.findings().stream().map(finding -> line(cluster, finding)))
        .toList();
  }

  private static String line(ClusterStatus cluster, Finding finding) {
    return "%s %s: %s"
        .formatted(cluster.cluster(), Words.of(finding.verdict()), finding.sentence());
  }

  private List<String> waiting(Waiting waiting) {
    String answer =
        "%s --gate %s --digest %s --reason '...'".formatted(name, waiting.gate(), status.digest());
    List<String> lines = new ArrayList<>(question(waiting));
    lines.add("  fleetcanary approve " + answer + waiting.key());
    lines.add("  fleetcanary reject " + answer);
    if (!waiting.cluster().isEmpty()) {
      lines.add(
          "  fleetcanary retry %s --cluster %s --reason '...'".formatted(name, waiting.cluster()));
    }
    return lines;
  }

  private List<String> question(Waiting waiting) {
    return List.of(
        "",
        "waits for a person: %s, for %s, until %s"
            .formatted(waiting.gate(), Words.between(waiting.since(), now), waiting.deadline()),
        "  " + waiting.why(),
        "  without an answer: " + waiting.otherwise());
  }
}
