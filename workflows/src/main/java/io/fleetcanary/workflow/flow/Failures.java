package io.fleetcanary.workflow.flow;

import io.fleetcanary.core.plan.ClusterTarget;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sentence for a call that failed for good. */
public final class Failures {
  /** Type of a failure by which an API server has asked to be left alone for a while. */
  public static final String BUSY = "Busy";

  /** Type of a failure by which an API server could not be asked, or gave no answer. */
  public static final String UNREACHABLE = "Unreachable";

  private Failures() {}

  /** Whether it is our own interruption, or a cancellation from outside, coming back. */
  public static boolean interrupted(@Nullable Throwable failure) {
    return failure instanceof CanceledFailure
        || (failure instanceof ActivityFailure activity
            && activity.getCause() instanceof CanceledFailure);
  }

  /** Why, in one sentence that names the cluster. */
  public static String reason(Throwable failure, ClusterTarget cluster) {
    if (!(failure instanceof ActivityFailure activity)) {
      return message(failure) + ", cluster " + cluster.name();
    }
    if (unheard(activity)) {
      return "no worker for " + cluster.name() + ": nobody polls task queue " + cluster.taskQueue();
    }
    if (unreachable(activity)) {
      String why = said(activity).orElse("no answer");
      return "cluster " + cluster.name() + " cannot be reached: " + why;
    }
    if (activity.getCause() instanceof TimeoutFailure timeout) {
      return activity.getActivityType() + " did not finish in time" + last(timeout, cluster);
    }
    return activity.getActivityType()
        + " failed: "
        + message(activity.getCause())
        + ", cluster "
        + cluster.name();
  }

  /** Whether nobody has taken the call from its queue. */
  public static boolean unheard(ActivityFailure failure) {
    return failure.getCause() instanceof TimeoutFailure timeout
        && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
  }

  /** Whether the cluster's API server could not be asked, or gave no answer, last time. */
  public static boolean unreachable(ActivityFailure failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure told) {
        return UNREACHABLE.equals(told.getType());
      }
    }
    return false;
  }

  /** Whether the last try was not heard of again. */
  public static boolean timedOut(ActivityFailure failure) {
    return failure.getCause() instanceof TimeoutFailure;
  }

  /** Whether it was tried as often as it may be before somebody hears of it. */
  public static boolean toBeTriedOn(ActivityFailure failure) {
    return failure.getRetryState() == RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED;
  }

  /** Whether an API server has asked to be left alone. */
  public static boolean busy(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure told && BUSY.equals(told.getType());
  }

  /** What the worker said in its last attempt, where there was one. */
  public static Optional<String> said(ActivityFailure failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure said) {
        return Optional.of(said.getOriginalMessage());
      }
    }
    return Optional.empty();
  }

  private static String last(TimeoutFailure timeout, ClusterTarget cluster) {
    Throwable before = timeout.getCause();
    return (before == null ? "" : ", last: " + message(before)) + ", cluster " + cluster.name();
  }

  /** The innermost thing that can be said in one line. */
  public static String message(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> "no reason given";
      case ActivityFailure activity ->
          activity.getActivityType() + ": " + message(activity.getCause());
      case ApplicationFailure application -> application.getOriginalMessage();
      case TerminatedFailure terminated -> "terminated from outside";
      case Throwable other -> other.getMessage() == null ? other.toString() : other.getMessage();
    };
  }
}
