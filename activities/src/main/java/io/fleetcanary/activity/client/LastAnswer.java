package io.fleetcanary.activity.client;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the answer of an activity get through whose worker stops at once. The SDK ends heartbeats
 * before it interrupts activities, so one may end by a heartbeat that is refused, and be
 * interrupted while its answer is on the way. That loses it, and the next worker begins only when
 * the heartbeat has timed out. So the interrupt is waited for first.
 */
public final class LastAnswer extends WorkerInterceptorBase {
  private static final Duration INTERRUPTED_WITHIN = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(10);

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      @Override
      public ActivityOutput execute(ActivityInput input) {
        try {
          return super.execute(input);
        } catch (RejectedExecutionException refused) {
          awaitInterrupt();
          throw refused;
        }
      }
    };
  }

  private static void awaitInterrupt() {
    long end = System.nanoTime() + INTERRUPTED_WITHIN.toNanos();
    while (!Thread.interrupted() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
