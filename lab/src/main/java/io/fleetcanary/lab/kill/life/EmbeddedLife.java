package io.fleetcanary.lab.kill.life;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.lab.kill.call.Doors;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A worker that runs in this process. */
record EmbeddedLife(Doors doors, FleetInventory fleet, Closeable worker) implements Life {
  /** What is left of it hears of its end afterwards; it reaches nobody any more. */
  @Override
  public void kill() {
    doors.cut();
    Thread.ofPlatform().daemon().start(this::close);
  }

  @Override
  public void close() {
    try {
      worker.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      doors.close();
    }
  }
}
