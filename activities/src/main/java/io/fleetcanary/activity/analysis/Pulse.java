package io.fleetcanary.activity.analysis;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityCompletionFailureException;
import io.temporal.client.ActivityPausedException;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Keeps a watch alive at Temporal, and says when it must stop.
 *
 * <p>It beats on a thread of its own, because a heartbeat blocks while Temporal cannot be reached,
 * and the watch must not. A watch stops when it is cancelled, replaced by another attempt, or its
 * worker shuts down. It goes on when Temporal is merely gone; the SDK then gives up beating after a
 * while and reports a cancellation that nobody asked for, so from there on Temporal is asked
 * directly. It also goes on when somebody pauses the activity: requests still reach the canary.
 */
final class Pulse implements AutoCloseable {
  /** Well below the 250 ms in which a cancellation must be felt; most beats send nothing. */
  private static final Duration BEAT = Duration.ofMillis(100);

  private static final Duration DIRECT_BEAT = Duration.ofSeconds(1);

  /** How long a sleep lasts at least, though there is news: changes come in swarms. */
  private static final Duration LEAST_SLEEP = Duration.ofSeconds(1);

  private final Consumer<WatchState> heartbeat;
  private final Consumer<WatchState> direct;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final Semaphore news = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile WatchState state;
  private volatile boolean cutOff;
  private volatile boolean lost;

  /**
   * @param heartbeat throws as {@link ActivityExecutionContext#heartbeat} does
   * @param direct asks Temporal without the SDK's own judgement of what is lost
   */
  Pulse(Consumer<WatchState> heartbeat, Consumer<WatchState> direct, WatchState state) {
    this.heartbeat = heartbeat;
    this.direct = direct;
    this.state = state;
    Thread.ofVirtual().name("pulse").start(this::beat);
  }

  static Pulse of(ActivityExecutionContext activity, WatchState state) {
    return new Pulse(
        activity::heartbeat,
        details ->
            activity
                .getWorkflowClient()
                .newActivityCompletionClient()
                .heartbeat(activity.getTaskToken(), details),
        state);
  }

  /** What is known so far. */
  WatchState state() {
    return state;
  }

  /** What is known now, from which the next attempt would go on. */
  void state(WatchState latest) {
    state = latest;
  }

  /** Whether Temporal cannot be reached. */
  boolean cutOff() {
    return cutOff;
  }

  /**
   * Waits; ends early with an exception when the watch must stop.
   *
   * @throws ActivityCompletionException why
   */
  void sleep(Duration time) {
    ended(stopped, time);
  }

  /** Ends the sleep until news that is under way, or the next one. */
  void wake() {
    news.release();
  }

  /** The same as a sleep, but for news, which may end it as soon as it has lasted a moment. */
  void sleepUntilNews(Duration time) {
    Duration more = time.minus(LEAST_SLEEP);
    if (more.isNegative()) {
      sleep(time);
      return;
    }
    sleep(LEAST_SLEEP);
    awaitNews(more);
    sleep(Duration.ZERO);
  }

  private void awaitNews(Duration limit) {
    try {
      if (news.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    }
  }

  /**
   * Waits for work, which goes on by itself when it takes longer. Empty when it does.
   *
   * @throws ActivityCompletionException when the watch must stop
   */
  <T> Optional<T> await(CompletableFuture<T> work, Duration limit) {
    return ended(CompletableFuture.anyOf(work, stopped), limit)
        ? Optional.of(work.resultNow())
        : Optional.empty();
  }

  /** A beat that hangs is left alone; it ends by itself. */
  @Override
  public void close() {
    closed.countDown();
  }

  private static boolean ended(CompletableFuture<?> one, Duration limit) {
    try {
      one.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    }
  }

  private void beat() {
    try {
      do {
        try {
          (lost ? direct : heartbeat).accept(state);
          cutOff = false;
        } catch (ActivityCompletionException e) {
          weigh(unwrapped(e));
        }
      } while (!closed.await((lost ? DIRECT_BEAT : BEAT).toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      stopped.completeExceptionally(e);
      wake();
    }
  }

  private void weigh(ActivityCompletionException why) {
    lost |= timedOut(why);
    boolean gone = timedOut(why) || why instanceof ActivityCompletionFailureException;
    if (!gone && !(why instanceof ActivityPausedException)) {
      throw why;
    }
    cutOff = gone;
  }

  /** The direct way wraps even a cancellation into a failure to complete. */
  private static ActivityCompletionException unwrapped(ActivityCompletionException e) {
    return e.getCause() instanceof ActivityCompletionException cause ? cause : e;
  }

  /** The SDK's own judgement that no heartbeat has arrived for too long. */
  private static boolean timedOut(ActivityCompletionException why) {
    return why instanceof ActivityCanceledException && why.getCause() instanceof TimeoutFailure;
  }
}
