package io.fleetcanary.lab.real;

import java.time.Duration;
import java.time.Instant;

/** Waits for what other processes need some time for. */
final class Eventually {
  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  /** Repeats {@code assertion} until it holds; after 20 seconds its last error is thrown. */
  static void eventually(Assertion assertion) throws Exception {
    Instant deadline = Instant.now().plus(WITHIN);
    while (true) {
      try {
        assertion.check();
        return;
      } catch (AssertionError e) {
        if (Instant.now().isAfter(deadline)) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  interface Assertion {
    void check() throws Exception;
  }
}
