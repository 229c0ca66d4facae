package io.fleetcanary.workflow.journal;

import io.fleetcanary.workflow.journal.PastActivities.PastRollouts;
import io.fleetcanary.workflow.journal.PastActivities.Which;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Shows past rollouts of a service. Reads the journal alone, and may run under any id, any number
 * of times.
 */
@WorkflowInterface
public interface ShowPast {
  @WorkflowMethod(name = "ShowPast")
  PastRollouts show(Which which);
}
