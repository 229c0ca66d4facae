package io.fleetcanary.workflow.journal;

import io.fleetcanary.workflow.journal.PastActivities.From;
import io.fleetcanary.workflow.journal.PastActivities.Lines;

/** Asks the central worker. */
public final class ShowJournalWorkflow implements ShowJournal {
  @Override
  public Lines show(From from) {
    return ShowPastWorkflow.reading("journal of " + from.rollout()).lines(from);
  }
}
