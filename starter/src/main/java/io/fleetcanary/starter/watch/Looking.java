package io.fleetcanary.starter.watch;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Follow;
import io.fleetcanary.starter.screen.Seen;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a rollout once a second, on a thread of its own: a screen must not wait for an answer.
 */
final class Looking implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Evidence is told at most so often by a bake, and an answer is larger than a status. */
  private static final int LOOKS_FOR_EVIDENCE = 10;

  private final RolloutName name;
  private final Rollouts rollouts;
  private final Clock clock;
  private final Thread thread = Thread.ofVirtual().name("looking").unstarted(this::run);
  private final Trends trends = new Trends();
  private int looks;
  private volatile Seen latest;
  private volatile @Nullable CommandException over;

  /** Looks at once; whatever is wrong then is said before there is a screen. */
  Looking(RolloutName name, Rollouts rollouts, Clock clock) {
    this.name = name;
    this.rollouts = rollouts;
    this.clock = clock;
    this.latest = new Seen(rollouts.status(name), clock.instant());
  }

  void start() {
    thread.start();
  }

  /** The last that was seen. Throws when the rollout was closed from outside. */
  Seen latest() {
    CommandException closed = over;
    if (closed != null) {
      throw closed;
    }
    return latest;
  }

  private void run() {
    try {
      while (over == null && !latest.status().phase().ended()) {
        Thread.sleep(BETWEEN_LOOKS);
        look();
      }
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      FleetStatus status = rollouts.status(name);
      if (looks++ % LOOKS_FOR_EVIDENCE == 0) {
        rollouts
            .evidence()
            .of(name)
            .filter(pool -> pool.rolloutId().equals(status.rolloutId()))
            .ifPresent(trends::see);
      }
      trends.see(status);
      latest = new Seen(status, clock.instant()).with(trends.list());
      if (!status.phase().ended()) {
        Follow.requireOpen(name, rollouts, status);
      }
    } catch (CommandException failure) {
      if (failure.code() == ExitCode.HANDED_OVER) {
        over = failure;
      } else {
        latest = latest.stale(failure.getMessage());
      }
    } catch (IllegalStateException interrupted) {
      Thread.currentThread().interrupt(); // closed while it looked: the next sleep ends it
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
