package io.fleetcanary.report;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A report out of the journal, which has less of the way, and all of the end. */
public final class FromJournal {
  private final String workflowId;
  private final PastRollout rollout;
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private final List<WatchSeries> series = new ArrayList<>();
  private final SortedMap<String, ClusterStatus> clusters = new TreeMap<>();
  private @Nullable RolloutPlan plan;
  private @Nullable FleetOutcome outcome;
  private Instant endedAt = Instant.EPOCH;

  private FromJournal(String workflowId, PastRollout rollout) {
    this.workflowId = workflowId;
    this.rollout = rollout;
  }

  /**
   * Reads one.
   *
   * @param workflowId {@code rollout/<namespace>/<service>}
   * @param lines all there are, oldest first
   */
  public static RolloutReport of(
      String workflowId, PastRollout rollout, List<JournalEntry> lines, Instant madeAt) {
    FromJournal reading = new FromJournal(workflowId, rollout);
    lines.forEach(reading::read);
    return new RolloutReport(madeAt, reading.tale(), reading.status(), reading.series);
  }

  private void read(JournalEntry line) {
    switch (line.evidence()) {
      case Evidence.Planned planned -> plan = planned.plan();
      case Evidence.Measured measured -> measured(line.at(), measured.status());
      case Evidence.Series watched -> series.add(watched.watch());
      case Evidence.Said said ->
          decisions.add(
              new Decision(
                  line.at(),
                  said.message(),
                  line.about(),
                  said.typed().by(),
                  said.typed().reason(),
                  "",
                  line.sentence()));
      case Evidence.Outcome ended -> {
        outcome = ended.outcome();
        endedAt = line.at();
      }
      case Evidence.Asked asked -> {}
      case Evidence.Open open -> {}
      case Evidence.Nothing nothing -> {}
    }
  }

  private void measured(Instant at, ClusterStatus told) {
    clusters.put(told.cluster(), told);
    moves.add(new Move(at, told.cluster(), told.phase(), told.set().percent(), told.reason()));
  }

  private Tale tale() {
    boolean ended = outcome != null;
    boolean promoted = rollout.good();
    return new Tale(
        rollout.runId(),
        rollout.began(),
        rollout.by(),
        ended ? Optional.of(endedAt) : Optional.empty(),
        ended ? (promoted ? "completed" : "failed") : "",
        decisions,
        moves);
  }

  private FleetStatus status() {
    return new FleetStatus(
        workflowId,
        rollout.rolloutId(),
        part(2),
        part(1),
        rollout.revision(),
        plan == null ? "" : plan.digest(),
        outcome == null ? FleetPhase.RELEASING : outcome.ending(),
        rollout.reason(),
        plan == null ? List.of() : plan.waves().stream().map(this::wave).toList(),
        List.of(),
        List.of(),
        List.of(
            "made from the journal: it has every decision, and fewer of the steps between them"));
  }

  private String part(int number) {
    return workflowId.split("/", -1)[number];
  }

  private WaveStatus wave(Wave wave) {
    return new WaveStatus(wave.name(), wave.clusters().stream().map(this::cluster).toList());
  }

  private ClusterStatus cluster(ClusterTarget target) {
    ClusterStatus last =
        clusters.getOrDefault(target.name(), ClusterStatus.queued(target.name(), rollout.began()));
    ClusterOutcome how = outcome == null ? null : outcome.clusters().get(target.name());
    return how == null ? last : ended(last, how);
  }

  private ClusterStatus ended(ClusterStatus last, ClusterOutcome how) {
    ClusterPhase phase =
        switch (how) {
          case ClusterOutcome.Promoted promoted -> ClusterPhase.PROMOTED;
          case ClusterOutcome.RolledBack back -> ClusterPhase.ROLLED_BACK;
          case ClusterOutcome.Untouched untouched -> ClusterPhase.UNTOUCHED;
          case ClusterOutcome.HandedOver over -> ClusterPhase.HANDED_OVER;
        };
    TrafficWeight set = phase == ClusterPhase.HANDED_OVER ? last.set() : TrafficWeight.NONE;
    return new ClusterStatus(
        last.cluster(), phase, set, last.seen(), last.findings(), how.reason(), endedAt);
  }
}
