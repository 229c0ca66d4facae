package io.fleetcanary.workflow.flow;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/** Waiting for time: one durable timer that says in the history what it is for. */
public final class Wait {
  private Wait() {}

  /** What time it is for the workflow, in a replay too. */
  public static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  /** Lets {@code time} pass. */
  public static void through(Duration time, String summary) {
    Workflow.newTimer(time, named(summary)).get();
  }

  /**
   * Waits for {@code condition}, at most {@code limit}.
   *
   * @return whether the condition holds, even when it came true together with the limit
   */
  public static boolean until(Supplier<Boolean> condition, Duration limit, String summary) {
    if (condition.get()) {
      return true;
    }
    CompletablePromise<Void> timer = Workflow.newPromise();
    CancellationScope ticking =
        Workflow.newCancellationScope(
            () -> timer.completeFrom(Workflow.newTimer(limit, named(summary))));
    ticking.run();
    Workflow.await(() -> timer.isCompleted() || condition.get());
    if (!timer.isCompleted()) {
      ticking.cancel();
    }
    return condition.get();
  }

  /**
   * Lets {@code time} pass; a pause stops the clock.
   *
   * @param paused whether the clock stands still
   */
  public static void through(Duration time, Supplier<Boolean> paused, String summary) {
    Duration left = time;
    while (left.isPositive()) {
      Workflow.await(() -> !paused.get());
      long from = Workflow.currentTimeMillis();
      if (!until(paused, left, summary)) {
        return;
      }
      left = left.minusMillis(Workflow.currentTimeMillis() - from);
    }
  }

  /** {@code 24h}, {@code 1m30s}. */
  public static String text(Duration time) {
    return time.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static TimerOptions named(String summary) {
    return TimerOptions.newBuilder().setSummary(summary).build();
  }
}
