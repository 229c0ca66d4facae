package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.document.Inert;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.core.status.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the Temporal UI shows on top of a rollout: a Markdown table, at most 30 lines, that ends
 * with what to do next, as the exact JSON to send. The UI draws tables from 2.53 on.
 */
final class CurrentDetails {
  private static final int NOTES = 2;
  private static final int WAVES = 12;
  private static final int CLUSTERS = 8;
  private static final int QUESTIONS = 4;
  private static final int LONGEST = 500;
  private static final String ORDER = "{\"by\": \"you\", \"reason\": \"why\"}";

  private CurrentDetails() {}

  static String of(FleetStatus status) {
    List<String> rows = new ArrayList<>(List.of("| | is | says |", "|---|---|---|", first(status)));
    rows.addAll(most(status.notes().stream().map(CurrentDetails::note).toList(), NOTES, "notes"));
    rows.addAll(most(status.waves().stream().map(CurrentDetails::wave).toList(), WAVES, "waves"));
    rows.addAll(most(clusters(status), CLUSTERS, "clusters"));
    rows.addAll(
        most(
            status.waitingFor().stream().map(CurrentDetails::question).toList(),
            QUESTIONS,
            "questions"));
    rows.add(next(status));
    return String.join("\n", rows);
  }

  private static String first(FleetStatus status) {
    String what = (status.service() + " " + status.revision()).strip();
    String says = status.reason().isEmpty() ? status.rolloutId() : status.reason();
    return row("**" + line(what) + "**", "**" + status.phase() + "**", line(says));
  }

  private static String note(String note) {
    return row("note", "", line(note));
  }

  private static String wave(WaveStatus wave) {
    SortedMap<ClusterPhase, Long> counts =
        wave.clusters().stream()
            .collect(
                Collectors.groupingBy(ClusterStatus::phase, TreeMap::new, Collectors.counting()));
    String is =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return row("wave " + wave.name(), is, "");
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
    String is = cluster.phase() + ", set " + cluster.set() + ", seen " + cluster.seen();
    return row(cluster.cluster(), is, line(cluster.reason()));
  }

  private static String question(Waiting waiting) {
    return row(
        "gate **" + waiting.gate() + "**",
        "waits until " + waiting.deadline(),
        line(waiting.why() + "; otherwise " + waiting.otherwise()));
  }

  /** What a person can do now, and what happens if nobody does anything. */
  private static String next(FleetStatus status) {
    if (status.phase().ended()) {
      return next("nothing", "it has ended");
    }
    if (!status.waitingFor().isEmpty()) {
      Waiting first = status.waitingFor().getFirst();
      return next("send `approve` or `reject`", answer(first, status.digest()) + retry(first));
    }
    if (status.phase() == FleetPhase.PAUSED) {
      return next("send `resume` or `abort`", code(ORDER));
    }
    return status.phase() == FleetPhase.RETURNING
        ? next("nothing", "it goes back by itself")
        : next("nothing", "it goes on by itself; `pause` and `abort` take " + code(ORDER));
  }

  private static String next(String is, String says) {
    return row("**next**", is, says);
  }

  private static String answer(Waiting waiting, String digest) {
    return code(
        "{\"gate\": \""
            + waiting.gate()
            + "\", \"digest\": \""
            + digest
            + "\", \"by\": \"you\", \"reason\": \"why\"}");
  }

  private static String retry(Waiting waiting) {
    return waiting.cluster().isEmpty()
        ? ""
        : "; or `retry` with "
            + code("{\"cluster\": \"" + waiting.cluster() + "\", \"by\": \"you\"}");
  }

  /** A bar would end the cell, in code too. */
  private static String code(String json) {
    return "`" + json.replace("|", "\\|") + "`";
  }

  private static List<String> most(List<String> rows, int limit, String what) {
    if (rows.size() <= limit) {
      return rows;
    }
    List<String> cut = new ArrayList<>(rows.subList(0, limit - 1));
    cut.add(row("and " + (rows.size() - limit + 1) + " more " + what, "", ""));
    return cut;
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** What people typed neither ends a cell nor makes a link. */
  private static String line(String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    return Inert.text(cut.replace("\n", "; ").replace("\r", " "))
        .replace("\\", "\\\\")
        .replace("|", "\\|");
  }
}
