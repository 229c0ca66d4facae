package io.fleetcanary.lab;

import java.time.Duration;

/** Waits for what must become true by itself. */
public final class Eventually {
  private Eventually() {}

  /** Returns as soon as {@code assertion} holds; fails as it does if it still fails at the end. */
  public static void within(Duration limit, Runnable assertion) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError | RuntimeException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
      }
      pause();
    }
  }

  /** Between two looks; what is awaited decides, and the deadline fails the test. */
  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }
}
