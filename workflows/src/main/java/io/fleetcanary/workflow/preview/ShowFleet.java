package io.fleetcanary.workflow.preview;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Shows the clusters that specs can name and select. Looks at none of them, and may run under any
 * id, any number of times.
 */
@WorkflowInterface
public interface ShowFleet {
  @WorkflowMethod(name = "ShowFleet")
  KnownFleet show();
}
