package io.fleetcanary.workflow.journal;

import io.fleetcanary.workflow.journal.PastActivities.From;
import io.fleetcanary.workflow.journal.PastActivities.Lines;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Shows what the journal has of one rollout. Reads the journal alone, and may run under any id, any
 * number of times.
 */
@WorkflowInterface
public interface ShowJournal {
  @WorkflowMethod(name = "ShowJournal")
  Lines show(From from);
}
