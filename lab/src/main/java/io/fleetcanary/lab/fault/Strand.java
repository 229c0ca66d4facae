package io.fleetcanary.lab.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One connection of somebody to a cable, and what was opened for it on the far side. */
public final class Strand implements AutoCloseable {
  private final Socket near;
  private final Supplier<Duration> delay;
  private final Set<Socket> far = ConcurrentHashMap.newKeySet();
  private volatile boolean dead;

  Strand(Socket near, Supplier<Duration> delay) {
    this.near = near;
    this.delay = delay;
  }

  Socket near() {
    return near;
  }

  /** Closes a connection together with this one. */
  void with(Socket socket) {
    far.add(socket);
  }

  /** From here nothing comes through, in either direction, and nobody is told. */
  void die() {
    dead = true;
  }

  /** Asked before each piece is passed on, which it may delay; false where it must be dropped. */
  boolean passes() throws IOException {
    pause(delay.get());
    return !dead;
  }

  /** Reads whatever still comes and forgets it, until the caller gives up. */
  void swallow() throws IOException {
    InputStream in = near.getInputStream();
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** One side has ended. A dead strand keeps that to itself, unless it was the caller. */
  void ended(Socket side) {
    if (!dead || side.equals(near)) {
      close();
    }
  }

  @Override
  public void close() {
    close(near);
    far.forEach(Strand::close);
  }

  /** Holds up what passes: the wait is the fault. */
  static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupt);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // as wanted
    }
  }
}
