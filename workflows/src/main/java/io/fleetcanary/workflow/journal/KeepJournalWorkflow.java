package io.fleetcanary.workflow.journal;

import io.fleetcanary.workflow.journal.JournalActivities.Page;

/** Tries for weeks. */
public final class KeepJournalWorkflow implements KeepJournal {
  @Override
  public void keep(Page page) {
    JournalCalls.sometime().write(page);
  }
}
