package io.fleetcanary.starter.report;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.starter.server.RolloutName;
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

/** A report of what Temporal has forgotten: the journal has less of the way, and all of the end. */
final class FromJournal {
  private final RolloutName name;
  private final PastRollout rollout;
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private final SortedMap<String, ClusterStatus> clusters = new TreeMap<>();
  private @Nullable RolloutPlan plan;
  private @Nullable FleetOutcome outcome;
  private Instant endedAt = Instant.EPOCH;

  private FromJournal(RolloutName name, PastRollout rollout) {
    this.name = name;
    this.rollout = rollout;
  }

  static RolloutReport of(
      RolloutName name, PastRollout rollout, List<JournalEntry> lines, Instant madeAt) {
    FromJournal reading = new FromJournal(name, rollout);
    lines.forEach(reading::read);
    return new RolloutReport(madeAt, reading.tale(), reading.status());
  }

  private void read(JournalEntry line) {
    switch (line.evidence()) {
      case Evidence.Planned planned -> plan = planned.plan();
      case Evidence.Measured measured -> measured(line.at(), measured.status());
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
        name.workflowId(),
        rollout.rolloutId(),
        name.service(),
        name.namespace(),
        rollout.revision(),
        plan == null ? "" : plan.digest(),
        outcome == null ? FleetPhase.RELEASING : outcome.ending(),
        rollout.reason(),
        plan == null ? List.of() : plan.waves().stream().map(this::wave).toList(),
        List.of(),
        List.of(),
        List.of("read from the journal: Temporal has this rollout no more"));
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
