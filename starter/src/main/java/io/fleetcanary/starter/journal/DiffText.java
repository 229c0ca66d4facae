package io.fleetcanary.starter.journal;

import io.fleetcanary.starter.show.Table;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.util.ArrayList;
import java.util.List;

/** Two rollouts for people, side by side. */
final class DiffText {
  private DiffText() {}

  /** All of it, one text per line. */
  static List<String> lines(Difference difference) {
    PastRollout one = difference.one();
    PastRollout other = difference.other();
    List<String> lines = new ArrayList<>();
    Table rollouts = new Table("", one.rolloutId(), other.rolloutId());
    rollouts.row("revision", one.revision(), other.revision());
    rollouts.row("began", one.began().toString(), other.began().toString());
    rollouts.row("ended", HistoryText.ending(one), HistoryText.ending(other));
    lines.addAll(rollouts.lines());
    lines.add("");
    if (difference.fields().isEmpty()) {
      lines.add("the specs say the same");
    } else {
      Table fields = new Table("SPEC", "ONE", "OTHER");
      difference.fields().forEach(it -> fields.row(it.path(), it.one(), it.other()));
      lines.addAll(fields.lines());
    }
    if (!difference.clusters().isEmpty()) {
      lines.add("");
      Table clusters = new Table("CLUSTER", "ONE", "OTHER");
      difference.clusters().forEach(it -> clusters.row(it.cluster(), it.one(), it.other()));
      lines.addAll(clusters.lines());
    }
    return lines;
  }
}
