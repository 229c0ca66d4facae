package io.fleetcanary.workflow.journal;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Keeps what was decided. On the central queue. */
@ActivityInterface
public interface JournalActivities {
  /** Repeatable: a line of a run that is there already is left as it is. */
  @ActivityMethod(name = "writeJournal")
  Receipt write(Page page);

  /**
   * Lines of one run, in the order of their numbers.
   *
   * @param rolloutId the run's, where it was refused before it had one
   * @param revision empty where it was refused before it had one
   */
  record Page(
      String namespace,
      String service,
      String rolloutId,
      String runId,
      String revision,
      List<JournalEntry> entries) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * What became of them.
   *
   * @param kept false where this installation keeps no journal
   */
  record Receipt(boolean kept) {}
}
