package io.fleetcanary.activity.client;

import io.fleetcanary.workflow.flow.Failures;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/**
 * Has Temporal try again when the API server wants it, instead of sooner or much later; and says in
 * its history, in words, what an API server does not let us do, and why none answers.
 */
public final class RetryWhenAsked extends WorkerInterceptorBase {
  /** Clocks and timers are not that exact, and too soon counts as not having listened. */
  private static final Duration MORE = Duration.ofMillis(50);

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      @Override
      public ActivityOutput execute(ActivityInput input) {
        try {
          return super.execute(input);
        } catch (RuntimeException failure) {
          throw told(failure);
        }
      }
    };
  }

  private static RuntimeException told(RuntimeException failure) {
    return Busy.behind(failure)
        .map(RetryWhenAsked::later)
        .or(
            () ->
                Refused.behind(failure)
                    .map(refused -> named(refused, String.valueOf(refused.getMessage()))))
        .or(() -> Forbidden.behind(failure).map(why -> named(failure, why)))
        .or(() -> Unreachable.behind(failure).map(why -> unreachable(failure, why)))
        .orElse(failure);
  }

  private static RuntimeException named(RuntimeException failure, String sentence) {
    return ApplicationFailure.newFailureWithCause(sentence, failure.getClass().getName(), failure);
  }

  private static RuntimeException unreachable(RuntimeException failure, String why) {
    return ApplicationFailure.newFailureWithCause(why, Failures.UNREACHABLE, failure);
  }

  private static RuntimeException later(Busy busy) {
    return ApplicationFailure.newBuilder()
        .setMessage(busy.getMessage())
        .setType(Failures.BUSY)
        .setCause(busy)
        .setNextRetryDelay(busy.left().plus(MORE))
        .build();
  }
}
