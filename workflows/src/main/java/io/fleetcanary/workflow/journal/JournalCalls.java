package io.fleetcanary.workflow.journal;

import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.UUID;

/** How long the journal is waited for: a rollout hardly, a run that does nothing else for weeks. */
final class JournalCalls {
  private static final Duration ATTEMPT = Duration.ofSeconds(5);
  private static final Duration ALL_ATTEMPTS = Duration.ofSeconds(10);
  private static final Duration WEEKS = Duration.ofDays(30);

  private JournalCalls() {}

  /** A few attempts, then the rollout says that it could not be written. */
  static JournalActivities soon() {
    RetryOptions few =
        RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setMaximumAttempts(3)
            .build();
    return calls(ALL_ATTEMPTS, few);
  }

  /** Until it is written. */
  static JournalActivities sometime() {
    RetryOptions many =
        RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(10))
            .setMaximumInterval(Duration.ofMinutes(10))
            .build();
    return calls(WEEKS, many);
  }

  private static JournalActivities calls(Duration limit, RetryOptions attempts) {
    return Workflow.newActivityStub(
        JournalActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(ATTEMPT)
            .setScheduleToCloseTimeout(limit)
            .setRetryOptions(attempts)
            .setSummary("write the journal")
            .build());
  }

  /** Leaves lines to a run that outlives this one. */
  static void leave(Page page) {
    // the same in a replay, another one after a reset
    UUID id = Workflow.randomUUID();
    KeepJournal child =
        Workflow.newChildWorkflowStub(
            KeepJournal.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId("journal/%s/%s/%s".formatted(page.namespace(), page.service(), id))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("write the journal of " + page.rolloutId())
                .build());
    Async.procedure(child::keep, page);
    try {
      Workflow.getWorkflowExecution(child).get();
    } catch (ChildWorkflowFailure another) {
      Workflow.getLogger(JournalCalls.class).warn("another run writes this part of the journal");
    }
  }

  /** What the worker said, or that none did. */
  static String reason(ActivityFailure failure) {
    return Failures.said(failure)
        .orElse("no worker wrote it within " + ALL_ATTEMPTS.toSeconds() + " s");
  }
}
