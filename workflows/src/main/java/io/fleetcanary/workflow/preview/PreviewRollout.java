package io.fleetcanary.workflow.preview;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Shows what a rollout of this spec would do. Looks at every selected cluster, writes nothing
 * anywhere, and may run under any id, any number of times.
 */
@WorkflowInterface
public interface PreviewRollout {
  /** The same input as a {@code FleetRollout}. */
  @WorkflowMethod(name = "PreviewRollout")
  RolloutPlanPreview preview(RawValue spec);
}
