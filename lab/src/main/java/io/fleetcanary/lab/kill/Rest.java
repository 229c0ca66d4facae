package io.fleetcanary.lab.kill;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Between two looks at what tells nobody that it is ready. */
final class Rest {
  /** Each look asks a server that thousands of rollouts ask. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private Rest() {}

  /** Looks again and again; returns whether it came true in time. */
  static boolean until(BooleanSupplier holds, Duration within) {
    Instant deadline = Instant.now().plus(within);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      sleep(MOMENT);
    }
    return true;
  }

  /** Waits until then. */
  static void until(Instant then) {
    sleep(Duration.between(Instant.now(), then));
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a sweep was interrupted", interrupt);
    }
  }
}
