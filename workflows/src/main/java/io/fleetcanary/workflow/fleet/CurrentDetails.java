package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.document.Inert;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.core.status.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the Temporal UI shows on top of a rollout: a Markdown list, at most 30 rows, that ends with
 * the exact JSON for whatever it waits for.
 */
final class CurrentDetails {
  private static final int WAVES = 12;
  private static final int CLUSTERS = 8;
  private static final int QUESTIONS = 4;

  private CurrentDetails() {}

  static String of(FleetStatus status) {
    List<String> rows = new ArrayList<>();
    rows.add(
        "- **"
            + status.phase()
            + "** "
            + status.service()
            + " "
            + status.revision()
            + " "
            + status.rolloutId());
    if (!status.reason().isEmpty()) {
      rows.add("- " + line(status.reason()));
    }
    status.notes().forEach(note -> rows.add("- " + line(note)));
    rows.addAll(most(status.waves().stream().map(CurrentDetails::wave).toList(), WAVES, "waves"));
    rows.addAll(most(clusters(status), CLUSTERS, "clusters"));
    rows.addAll(
        most(
            status.waitingFor().stream().map(CurrentDetails::question).toList(),
            QUESTIONS,
            "questions"));
    status.waitingFor().stream()
        .findFirst()
        .ifPresent(first -> rows.add(json(first, status.digest()) + retry(first)));
    return String.join("\n", rows);
  }

  private static String wave(WaveStatus wave) {
    SortedMap<ClusterPhase, Long> counts =
        wave.clusters().stream()
            .collect(
                Collectors.groupingBy(ClusterStatus::phase, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", ", "- wave " + wave.name() + ": ", ""));
  }

  /** Those that are under way or have something to say; the others are in the counts. */
  private static List<String> clusters(FleetStatus status) {
    return status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .filter(cluster -> underWay(cluster.phase()))
        .map(CurrentDetails::cluster)
        .toList();
  }

  private static boolean underWay(ClusterPhase phase) {
    return switch (phase) {
      case QUEUED, PROBATION, PROMOTED, KEEPING -> false;
      case CLAIMING,
          STARTING,
          SHIFTING,
          BAKING,
          HOLDING,
          PAUSED,
          PROMOTING,
          RETURNING,
          ROLLED_BACK,
          UNTOUCHED,
          HANDED_OVER ->
          true;
    };
  }

  private static String cluster(ClusterStatus cluster) {
    return "- "
        + cluster.cluster()
        + ": "
        + cluster.phase()
        + ", set "
        + cluster.set()
        + ", seen "
        + cluster.seen()
        + (cluster.reason().isEmpty() ? "" : ", " + line(cluster.reason()));
  }

  private static String question(Waiting waiting) {
    return "- waits for **"
        + waiting.gate()
        + "** until "
        + waiting.deadline()
        + ": "
        + line(waiting.why())
        + "; otherwise "
        + line(waiting.otherwise());
  }

  private static String json(Waiting waiting, String digest) {
    return "- send `approve` or `reject` with: `{\"gate\": \""
        + waiting.gate()
        + "\", \"digest\": \""
        + digest
        + "\", \"by\": \"you\", \"reason\": \"why\"}`";
  }

  private static String retry(Waiting waiting) {
    return waiting.cluster().isEmpty()
        ? ""
        : "; or `retry` with: `{\"cluster\": \"" + waiting.cluster() + "\", \"by\": \"you\"}`";
  }

  private static List<String> most(List<String> rows, int limit, String what) {
    if (rows.size() <= limit) {
      return rows;
    }
    List<String> cut = new ArrayList<>(rows.subList(0, limit - 1));
    cut.add("- and " + (rows.size() - limit + 1) + " more " + what);
    return cut;
  }

  private static String line(String text) {
    return Inert.text(text.replace("\n", "; "));
  }
}
