package io.fleetcanary.lab.scene;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool that writes the route as its repository has it, again and again, until the end. */
final class Reverting implements Beside {
  private static final Duration EVERY = Duration.ofMillis(300);

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger writes = new AtomicInteger();

  @Override
  public void open() {}

  /** Begins. */
  void begin(Somebody tool) {
    Thread.ofVirtual().start(() -> revert(tool));
  }

  /** How often it has written. */
  int writes() {
    return writes.get();
  }

  private void revert(Somebody tool) {
    try {
      do {
        tool.reverts();
        writes.incrementAndGet();
      } while (!over.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
