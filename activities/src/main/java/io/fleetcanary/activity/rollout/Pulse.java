package io.fleetcanary.activity.rollout;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What an activity knows of the workflow that asked, and the sign of life that it gives.
 *
 * @param run the workflow run that asked
 * @param since when it asked first; a retry goes on with the same deadline
 * @param beat says that it is alive; throws when nobody waits for it any more
 */
record Pulse(Supplier<String> run, Supplier<Instant> since, Runnable beat) {
  /** Of the activity that runs in this thread. */
  static final Pulse OF_ACTIVITY =
      new Pulse(
          () -> info().getWorkflowRunId(),
          () -> Instant.ofEpochMilli(info().getScheduledTimestamp()),
          () -> Activity.getExecutionContext().heartbeat(null));

  private static final Duration SHORTEST_REST = Duration.ofMillis(20);

  private static ActivityInfo info() {
    return Activity.getExecutionContext().getInfo();
  }

  /** Whether so much time has passed since it asked. */
  boolean over(Duration within) {
    return since.get().plus(within).isBefore(Instant.now());
  }

  /**
   * How long to rest after so many looks: what is usually there in a moment is looked for in a
   * moment, what takes its time is not asked for all the time.
   *
   * @param looks that have been in vain, from 1
   */
  static Duration between(int looks, Duration longest) {
    Duration pause = SHORTEST_REST.multipliedBy(1L << Math.min(looks - 1, 10));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  /** Gives a sign of life, then lets some time pass before the next look. */
  void rest(Duration interval) {
    beat.run();
    try {
      Thread.sleep(interval);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the worker is stopping", stopped);
    }
  }
}
