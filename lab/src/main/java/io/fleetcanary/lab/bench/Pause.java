package io.fleetcanary.lab.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Lets time pass: a program that measures has nothing else to do meanwhile. */
final class Pause {
  private static final Duration LOOK = Duration.ofMillis(20);

  private Pause() {}

  /** Lets the time pass over which something is measured; nothing is waited for. */
  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the benchmark was interrupted", interrupt);
    }
  }

  /**
   * Until something holds.
   *
   * @throws IllegalStateException if it does not in time
   */
  static void until(String what, Duration within, BooleanSupplier holds) {
    Instant deadline = Instant.now().plus(within);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(what + " must be within " + within);
      }
      of(LOOK);
    }
  }
}
