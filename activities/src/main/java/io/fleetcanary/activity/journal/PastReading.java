package io.fleetcanary.activity.journal;

import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rollout out of its outline. */
final class PastReading {
  private String by = "";
  private @Nullable RolloutPlan plan;
  private @Nullable FleetOutcome outcome;
  private String reason = "";

  private PastReading() {}

  /**
   * Reads it.
   *
   * @param outline at least one row
   * @param last when its last line was written
   */
  static PastRollout of(List<JournalRow> outline, Instant last) {
    PastReading reading = new PastReading();
    outline.forEach(row -> reading.read(row.entry()));
    JournalRow first = outline.getFirst();
    return reading.rollout(first, outline.getLast().revision(), last);
  }

  private void read(JournalEntry entry) {
    switch (entry.evidence()) {
      case Evidence.Asked asked -> by = entry.by();
      case Evidence.Planned planned -> plan = planned.plan();
      case Evidence.Outcome ended -> {
        outcome = ended.outcome();
        reason = entry.sentence();
      }
      case Evidence.Measured measured -> {}
      case Evidence.Series series -> {}
      case Evidence.Open open -> {}
      case Evidence.Said said -> {}
      case Evidence.Nothing nothing -> {}
    }
  }

  private PastRollout rollout(JournalRow first, String revision, Instant last) {
    return new PastRollout(
        first.rolloutId(),
        first.runId(),
        revision,
        plan == null ? "" : image(plan),
        by,
        first.entry().at(),
        last,
        outcome == null ? "" : outcome.ending().name(),
        reason,
        outcome == null ? 0 : promoted(outcome),
        plan == null ? 0 : clusters(plan));
  }

  private static String image(RolloutPlan plan) {
    return plan.revision().changes().stream()
        .filter(Revision.Image.class::isInstance)
        .map(change -> ((Revision.Image) change).image())
        .findFirst()
        .orElse("");
  }

  private static int promoted(FleetOutcome outcome) {
    return (int)
        outcome.clusters().values().stream()
            .filter(ClusterOutcome.Promoted.class::isInstance)
            .count();
  }

  private static int clusters(RolloutPlan plan) {
    return plan.waves().stream().mapToInt(wave -> wave.clusters().size()).sum();
  }
}
