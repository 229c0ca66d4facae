package io.fleetcanary.workflow.journal;

import io.fleetcanary.workflow.journal.PastActivities.PastRollouts;
import io.fleetcanary.workflow.journal.PastActivities.Which;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Asks the central worker. */
public final class ShowPastWorkflow implements ShowPast {
  @Override
  public PastRollouts show(Which which) {
    return reading("past rollouts of " + which.service()).rollouts(which);
  }

  /** A person waits for the answer: a few attempts, then the reason. */
  static PastActivities reading(String summary) {
    return Workflow.newActivityStub(
        PastActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(10))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(3).build())
            .setSummary(summary)
            .build());
  }
}
