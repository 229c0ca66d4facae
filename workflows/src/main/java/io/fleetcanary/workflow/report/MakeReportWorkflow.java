package io.fleetcanary.workflow.report;

import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.report.ReportActivities.Made;
import io.fleetcanary.workflow.report.ReportActivities.Order;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Tries for hours; where it gives up, its failure says why, and the report can be made by hand. */
public final class MakeReportWorkflow implements MakeReport {
  /** What the last watches measured is written after the last line, see {@code SeriesPost}. */
  private static final Duration SETTLED = Duration.ofSeconds(15);

  @Override
  public Made make(Order order) {
    Wait.through(SETTLED, "wait for what is still being written");
    return calls(order).make(order);
  }

  private static ReportActivities calls(Order order) {
    return Workflow.newActivityStub(
        ReportActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(2))
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(10))
                    .setMaximumInterval(Duration.ofMinutes(30))
                    .setMaximumAttempts(12)
                    .build())
            .setSummary("report of " + order.rolloutId())
            .build());
  }
}
