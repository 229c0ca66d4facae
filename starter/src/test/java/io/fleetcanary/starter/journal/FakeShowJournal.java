package io.fleetcanary.starter.journal;

import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.PastActivities.From;
import io.fleetcanary.workflow.journal.PastActivities.Lines;
import io.fleetcanary.workflow.journal.ShowJournal;
import java.util.List;

/** Shows two lines a page. */
public final class FakeShowJournal implements ShowJournal {
  @Override
  public Lines show(From from) {
    List<JournalEntry> lines =
        PastSamples.rollouts(from.service()).stream()
            .filter(it -> it.rolloutId().equals(from.rollout()))
            .flatMap(it -> PastSamples.lines(from.service(), it, from.outline()).stream())
            .filter(line -> !from.series() || line.act() == JournalEntry.Act.SERIES)
            .toList();
    return new Lines(
        lines.stream().skip(from.skip()).limit(2).toList(), lines.size() > from.skip() + 2);
  }
}
