package io.fleetcanary.workflow.journal;

import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Writes what a rollout could not write before it ended, and what its watches measured. */
@WorkflowInterface
public interface KeepJournal {
  @WorkflowMethod(name = "KeepJournal")
  void keep(Page page);
}
