package io.fleetcanary.starter.journal;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.Journals;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.spec.SpecFile;
import io.fleetcanary.starter.spec.SpecSource;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One rollout's outline: what was asked, what was planned, how it ended. */
record Kept(PastRollout rollout, List<JournalEntry> outline) {
  static Kept of(RolloutName name, PastRollout rollout, Journals journals) {
    return new Kept(rollout, journals.lines(name, rollout, true));
  }

  /** The spec as it was typed, or the end of the command. */
  SpecFile spec() {
    String json =
        evidence(Evidence.Asked.class)
            .map(Evidence.Asked::spec)
            .orElseThrow(() -> unreadable(List.of()));
    return switch (SpecSource.of(Path.of("journal.json"), json).checked()) {
      case Checked.Valid<SpecFile> valid -> valid.value();
      case Checked.Invalid<SpecFile> invalid -> throw unreadable(invalid.problems());
    };
  }

  private CommandException unreadable(List<Problem> problems) {
    return new CommandException(
        ExitCode.CONFLICT,
        "the journal has no spec of " + rollout.rolloutId() + " that this version can read",
        problems.stream().map(Problem::toString).toList());
  }

  Optional<RolloutPlan> plan() {
    return evidence(Evidence.Planned.class).map(Evidence.Planned::plan);
  }

  /** By cluster; empty while no end is known. */
  SortedMap<String, ClusterOutcome> outcomes() {
    return evidence(Evidence.Outcome.class)
        .map(ended -> ended.outcome().clusters())
        .orElseGet(TreeMap::new);
  }

  private <T extends Evidence> Optional<T> evidence(Class<T> kind) {
    return outline.stream()
        .flatMap(
            line ->
                kind.isInstance(line.evidence())
                    ? Stream.of(kind.cast(line.evidence()))
                    : Stream.empty())
        .findFirst();
  }
}
