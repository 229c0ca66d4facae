package io.fleetcanary.worker;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What a test with a process or a server beside it needs. */
final class Eventually {
  /** Far above what it takes, so that a busy machine does not matter. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private Eventually() {}

  /** Waits until {@code condition} holds. */
  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(what + " must become true within " + PATIENCE);
      }
      Thread.sleep(20);
    }
  }

  /** A port of this machine that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException full) {
      throw new IllegalStateException(full);
    }
  }
}
