package io.fleetcanary.lab.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A line to a server that can be spoilt and joined again, whatever is spoken on it.
 *
 * <pre>
 * joined ⇄ cut:       every connection is closed, and every new one at once
 *        ⇄ refusing:  the same, and nobody listens for new ones
 *        ⇄ half open: nothing comes through, nobody is told; what was open then stays so for ever
 *        ⇄ slow:      everything comes later
 * </pre>
 */
public final class Cable implements AutoCloseable {
  private final Carrier carrier;
  private final InetSocketAddress address;
  private final Set<Strand> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger spoilt = new AtomicInteger();
  private volatile ServerSocket end;
  private volatile @Nullable Thread accepting;
  private volatile State state = State.JOINED;
  private volatile Duration delay = Duration.ZERO;

  private enum State {
    JOINED,
    CUT,
    HALF_OPEN
  }

  /** Lays it to a server, whose bytes it passes on unread; the near end is on loopback. */
  public Cable(InetSocketAddress server) {
    this(onLoopback(), new Relay(server));
  }

  /** The same with another way to carry what comes. */
  public static Cable onLoopback(Carrier carrier) {
    return new Cable(onLoopback(), carrier);
  }

  private static InetSocketAddress onLoopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /**
   * Lays one from anywhere.
   *
   * @param near address of the near end; port 0 takes a free one
   */
  public Cable(InetSocketAddress near, Carrier carrier) {
    this.carrier = carrier;
    end = listen(near);
    address = new InetSocketAddress(near.getAddress(), end.getLocalPort());
  }

  /** Of its near end. */
  public int port() {
    return address.getPort();
  }

  /** Connections that it closed, turned away or left half open so far, and pieces made late. */
  public int spoilt() {
    return spoilt.get();
  }

  public void cut() {
    state = State.CUT;
    open.forEach(this::spoil);
  }

  /** Like a process that is gone: connecting fails. */
  public void refuse() {
    close(end);
    awaitNobodyAccepting();
    cut();
  }

  /** Whoever waits in accept keeps the port open for a moment after it was closed. */
  private void awaitNobodyAccepting() {
    Thread last = accepting;
    try {
      if (last != null) {
        last.join();
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  /** Like a machine that is gone, or a line that a firewall has forgotten. */
  public void halfOpen() {
    state = State.HALF_OPEN;
    spoilt.addAndGet(open.size());
    open.forEach(Strand::die);
  }

  /** Lets every piece of at most 16 KiB, in both directions, come that much later. */
  public void slow(Duration by) {
    delay = by;
  }

  /** As it was; connections that were left half open stay so. */
  public void join() {
    delay = Duration.ZERO;
    state = State.JOINED;
    if (end.isClosed()) {
      end = listen(address);
    }
  }

  /** Joins it when that time is over. */
  public void joinAfter(Duration time) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Thread.sleep(time); // this is how long the fault lasts
                join();
              } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public void close() {
    refuse();
  }

  private ServerSocket listen(InetSocketAddress near) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(near, 256);
      accepting = Thread.ofVirtual().start(() -> accept(socket));
      return socket;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot listen on " + near, failure);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Strand strand = new Strand(socket.accept(), this::lateness);
        Thread.ofVirtual().start(() -> carry(strand));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void carry(Strand strand) {
    open.add(strand);
    try {
      switch (state) {
        case JOINED -> carrier.carry(strand);
        case CUT -> spoil(strand);
        case HALF_OPEN -> {
          spoilt.incrementAndGet();
          strand.die();
          strand.swallow();
        }
      }
    } catch (IOException gone) {
      // whoever called finds its connection closed
    } finally {
      open.remove(strand);
      strand.close();
    }
  }

  private Duration lateness() {
    Duration by = delay;
    if (by.isPositive()) {
      spoilt.incrementAndGet();
    }
    return by;
  }

  private void spoil(Strand strand) {
    spoilt.incrementAndGet();
    strand.close();
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
