package io.fleetcanary.activity.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityInput;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.Header;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LastAnswerTest {
  private static final ActivityInput INPUT = new ActivityInput(Header.empty(), new Object[0]);

  @Test
  @Timeout(30)
  void waitsForTheInterruptThatFollowsARefusedHeartbeat() throws Exception {
    FutureTask<Boolean> ended = new FutureTask<>(LastAnswerTest::endsInterrupted);
    Thread activity = Thread.ofPlatform().start(ended);
    while (activity.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    activity.interrupt();

    assertThat(ended.get()).as("its answer would be lost").isFalse();
  }

  @Test
  @Timeout(30)
  void doesNotWaitForEver() {
    assertThatThrownBy(() -> refused().execute(INPUT))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private static boolean endsInterrupted() {
    assertThatThrownBy(() -> refused().execute(INPUT))
        .isInstanceOf(RejectedExecutionException.class);
    return Thread.currentThread().isInterrupted();
  }

  private static ActivityInboundCallsInterceptor refused() {
    return new LastAnswer()
        .interceptActivity(
            new ActivityInboundCallsInterceptorBase(null) {
              @Override
              public ActivityOutput execute(ActivityInput input) {
                throw new RejectedExecutionException("heartbeats have ended");
              }
            });
  }
}
