package io.fleetcanary.workflow.report;

import io.fleetcanary.workflow.report.ReportActivities.Made;
import io.fleetcanary.workflow.report.ReportActivities.Order;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Has a report made of a rollout that has ended. No rollout waits for it. */
@WorkflowInterface
public interface MakeReport {
  @WorkflowMethod(name = "MakeReport")
  Made make(Order order);
}
