package io.fleetcanary.starter.list;

import io.fleetcanary.core.document.Words;
import io.fleetcanary.starter.show.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Rollouts for people, one line each. */
final class ListText {
  private ListText() {}

  /** Times are shown as seen from {@code now}. */
  static List<String> lines(List<Listed> rollouts, Instant now) {
    Table table = new Table("ROLLOUT", "REVISION", "PHASE", "STARTED", "ENDED", "SAYS");
    for (Listed rollout : rollouts) {
      table.row(
          rollout.rollout(),
          rollout.revision().isEmpty() ? "-" : rollout.revision(),
          rollout.phase().toLowerCase(Locale.ROOT).replace('_', ' '),
          Words.between(rollout.startedAt(), now) + " ago",
          rollout.endedAt().map(end -> Words.between(end, now) + " ago").orElse("-"),
          says(rollout));
    }
    return table.lines();
  }

  private static String says(Listed rollout) {
    String reason = Words.first(rollout.reason());
    if (!rollout.needsApproval()) {
      return reason;
    }
    String waits = "waits for a person: " + String.join(", ", rollout.waitingFor());
    return reason.isEmpty() ? waits : waits + "; " + reason;
  }
}
