package io.fleetcanary.workflow.details;

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
 * What the Temporal UI shows on top of a rollout: a Markdown table of two columns, at most 25
 * lines, for its pane is narrow; below it what to do next, with what to send and what to type in
 * blocks to copy. The UI draws tables from 2.53 on.
 */
public final class CurrentDetails {
  private static final int NOTES = 2;
  private static final int WAVES = 10;
  private static final int CLUSTERS = 6;
  private static final int QUESTIONS = 4;
  private static final int LONGEST = 500;

  private CurrentDetails() {}

  public static String of(FleetStatus status) {
    List<String> rows = new ArrayList<>(List.of("| what | where it stands |", "|---|---|"));
    rows.add(first(status));
    rows.addAll(most(status.notes().stream().map(CurrentDetails::note).toList(), NOTES, "notes"));
    rows.addAll(most(status.waves().stream().map(CurrentDetails::wave).toList(), WAVES, "waves"));
    rows.addAll(most(clusters(status), CLUSTERS, "clusters"));
    rows.addAll(
        most(
            status.waitingFor().stream().map(CurrentDetails::question).toList(),
            QUESTIONS,
            "questions"));
    rows.add("");
    rows.addAll(NextStep.lines(status));
    return String.join("\n", rows);
  }

  private static String first(FleetStatus status) {
    String what = (status.service() + " " + status.revision()).strip();
    String says = status.reason().isEmpty() ? status.rolloutId() : status.reason();
    return row("**" + line(what) + "**", said("**" + status.phase() + "**", says));
  }

  private static String note(String note) {
    return row("note", line(note));
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
    return row("wave " + wave.name(), is);
  }

  /** Those that are under way or have something to say; the others are in the counts. */
  private static List<String> clusters(FleetStatus status) {
    return status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .filter(CurrentDetails::isToldAlone)
        .map(CurrentDetails::cluster)
        .toList();
  }

  /** The others are counted, by wave. */
  private static boolean isToldAlone(ClusterStatus cluster) {
    return cluster.phase() != ClusterPhase.QUEUED && !cluster.phase().serves();
  }

  private static String cluster(ClusterStatus cluster) {
    String is = cluster.phase() + ", set " + cluster.set() + ", seen " + cluster.seen();
    return row(cluster.cluster(), said(is, cluster.reason()));
  }

  private static String question(Waiting waiting) {
    return row(
        "gate **" + waiting.gate() + "**",
        said(
            "waits until " + waiting.deadline(),
            waiting.why() + "; otherwise " + waiting.otherwise()));
  }

  private static String said(String is, String why) {
    return why.isEmpty() ? is : is + ": " + line(why);
  }

  private static List<String> most(List<String> rows, int limit, String what) {
    if (rows.size() <= limit) {
      return rows;
    }
    List<String> cut = new ArrayList<>(rows.subList(0, limit - 1));
    cut.add(row("and " + (rows.size() - limit + 1) + " more " + what, ""));
    return cut;
  }

  private static String row(String what, String where) {
    return "| " + what + " | " + where + " |";
  }

  /** What people typed neither ends a cell nor makes a link. */
  private static String line(String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    return Inert.text(cut.replace("\n", "; ").replace("\r", " "))
        .replace("\\", "\\\\")
        .replace("|", "\\|");
  }
}
