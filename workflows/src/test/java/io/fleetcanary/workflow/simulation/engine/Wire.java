package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.ActivityFailureInfo;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.CanceledFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.TimeoutFailureInfo;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.internal.replay.ChildWorkflowTaskFailedException;
import org.jspecify.annotations.Nullable;

/** Failures, as the SDK's state machines make them of a server's events. */
final class Wire {
  /** What the SDK makes of the server's answer to a signal that nobody can get. */
  private static final String NOBODY =
      "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND";

  private Wire() {}

  static Failure said(String message) {
    return Failure.newBuilder()
        .setMessage(message)
        .setApplicationFailureInfo(ApplicationFailureInfo.newBuilder().setType("Simulated"))
        .build();
  }

  static Failure timedOut(TimeoutType type, @Nullable Failure last) {
    Failure.Builder timeout =
        Failure.newBuilder()
            .setMessage("activity " + type)
            .setTimeoutFailureInfo(TimeoutFailureInfo.newBuilder().setTimeoutType(type));
    return last == null ? timeout.build() : timeout.setCause(last).build();
  }

  static Failure cancelled() {
    return Failure.newBuilder()
        .setMessage("cancelled")
        .setCanceledFailureInfo(CanceledFailureInfo.getDefaultInstance())
        .build();
  }

  static Failure nobodyThere(String workflowId) {
    return Failure.newBuilder()
        .setMessage("no open run " + workflowId)
        .setApplicationFailureInfo(ApplicationFailureInfo.newBuilder().setType(NOBODY))
        .build();
  }

  /** What an activity's failure looks like to the workflow. */
  static Failure activity(String type, String id, Failure cause, RetryState state) {
    return Failure.newBuilder()
        .setMessage("Activity task failed")
        .setActivityFailureInfo(
            ActivityFailureInfo.newBuilder()
                .setRetryState(state)
                .setActivityId(id)
                .setActivityType(ActivityType.newBuilder().setName(type)))
        .setCause(cause)
        .build();
  }

  static ChildWorkflowFailure notStarted(String type, WorkflowExecution child) {
    return child(type, child, new WorkflowExecutionAlreadyStarted(child, type, null));
  }

  static ChildWorkflowFailure neverStarted(String type, WorkflowExecution child) {
    return child(type, child, new CanceledFailure("Child immediately canceled"));
  }

  /** What a child's end looks like to its parent. */
  static @Nullable Exception child(String type, WorkflowExecution child, Ended how) {
    return switch (how) {
      case Ended.Completed completed -> null;
      case Ended.Failed failed ->
          new ChildWorkflowTaskFailedException(
              child(type, child, (Throwable) null), failed.failure());
      case Ended.Cancelled cancelled -> child(type, child, new CanceledFailure("Child canceled"));
      case Ended.Terminated terminated -> child(type, child, new TerminatedFailure(null, null));
    };
  }

  private static ChildWorkflowFailure child(
      String type, WorkflowExecution child, @Nullable Throwable cause) {
    RetryState never = RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE;
    return new ChildWorkflowFailure(0, 0, type, child, Engine.NAMESPACE, never, cause);
  }
}
