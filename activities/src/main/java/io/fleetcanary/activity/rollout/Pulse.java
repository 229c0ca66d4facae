package io.fleetcanary.activity.rollout;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an activity knows of the workflow that asked, and the sign of life that it gives.
 *
 * @param run the workflow run that asked
 * @param before since when the attempt before this one has waited, as its sign of life said
 * @param beat says that it is alive, and since when it waits; throws when nobody waits for it any
 *     more
 */
record Pulse(Supplier<String> run, Supplier<Optional<Instant>> before, Consumer<Instant> beat) {
  /** Of the activity that runs in this thread. */
  static final Pulse OF_ACTIVITY =
      new Pulse(
          () -> info().getWorkflowRunId(),
          () -> Activity.getExecutionContext().getHeartbeatDetails(Instant.class),
          since -> Activity.getExecutionContext().heartbeat(since));

  /** Of somebody who waits for the end. */
  static final Pulse OF_NOBODY = new Pulse(() -> "", Optional::empty, since -> {});

  private static final Duration SHORTEST_REST = Duration.ofMillis(20);

  private static ActivityInfo info() {
    return Activity.getExecutionContext().getInfo();
  }

  /**
   * Since when it waits for what it has written: from now, in a retry from then. Not since it was
   * asked for: a worker that came late has not let the cluster wait.
   */
  Instant waiting() {
    return waiting(Optional.empty());
  }

  /**
   * The same of what was asked for before.
   *
   * @param asked when, where this is not the first call
   */
  Instant waiting(Optional<Instant> asked) {
    return before.get().or(() -> asked).orElseGet(Instant::now);
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

  /**
   * Gives a sign of life, then lets some time pass before the next look: nobody tells here that
   * something has changed, so it has to ask again.
   */
  void rest(Instant since, Duration interval) {
    beat.accept(since);
    try {
      Thread.sleep(interval);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the worker is stopping", stopped);
    }
  }
}
