package io.fleetcanary.lab.dataplane.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sends requests over connections that are kept and used again. Blocks; for virtual threads. */
public final class HttpPool implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  /** Whoever is at the other end of a connection that was not used for so long may be gone. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final int answerWithinMillis;
  private final long keptNanos;
  private final ConcurrentMap<InetSocketAddress, Deque<Idle>> idle = new ConcurrentHashMap<>();
  private final AtomicLong swept = new AtomicLong(System.nanoTime());
  private volatile boolean closed;

  /** A pool whose requests fail when no byte comes for {@code answerWithin}. */
  public HttpPool(Duration answerWithin) {
    this(answerWithin, KEPT);
  }

  HttpPool(Duration answerWithin, Duration kept) {
    this.answerWithinMillis = Math.toIntExact(answerWithin.toMillis());
    this.keptNanos = kept.toNanos();
  }

  /**
   * Sends one request and returns the whole answer. When a kept connection turns out to be closed
   * before the answer begins, the request goes out once more on a new one.
   *
   * @throws NotConnected if nobody took a connection, so that nothing was sent
   * @throws IOException if there is no answer in time, or half an answer
   */
  public Answer send(InetSocketAddress to, Request request) throws IOException {
    Wire kept = kept(to);
    if (kept != null && begins(kept, to, request)) {
      return finish(kept, to, request);
    }
    Wire fresh = connect(to);
    if (begins(fresh, to, request)) {
      return finish(fresh, to, request);
    }
    throw new IOException("connection closed without an answer by " + to);
  }

  /** Closes kept connections; those in use are closed when their answer is complete. */
  @Override
  public void close() {
    closed = true;
    idle.values().forEach(HttpPool::closeAll);
  }

  /** How many connections to a place are kept. */
  int idle(InetSocketAddress to) {
    return idle.getOrDefault(to, new ConcurrentLinkedDeque<>()).size();
  }

  private @Nullable Wire kept(InetSocketAddress to) {
    Deque<Idle> wires = idle.get(to);
    Idle latest = wires == null ? null : wires.pollFirst();
    return latest == null ? null : latest.wire;
  }

  private Wire connect(InetSocketAddress to) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(to, Math.toIntExact(CONNECT_WITHIN.toMillis()));
      Wire wire = new Wire(socket);
      wire.readWithin(answerWithinMillis);
      return wire;
    } catch (IOException failure) {
      socket.close();
      throw new NotConnected(to, failure);
    }
  }

  /** Sends; false when the connection was closed instead of answered. */
  private static boolean begins(Wire wire, InetSocketAddress to, Request request)
      throws IOException {
    try {
      wire.write(request, to.getHostString() + ":" + to.getPort());
      if (wire.awaitMessage()) {
        return true;
      }
    } catch (java.net.SocketTimeoutException silent) {
      wire.close();
      throw silent;
    } catch (IOException gone) {
      // as good as closed
    }
    wire.close();
    return false;
  }

  private Answer finish(Wire wire, InetSocketAddress to, Request request) throws IOException {
    try {
      Answer answer = wire.readAnswer(request);
      if (answer.headers().close()) {
        wire.close();
      } else {
        keep(wire, to);
      }
      return answer;
    } catch (IOException | RuntimeException failure) {
      wire.close();
      throw failure;
    }
  }

  private void keep(Wire wire, InetSocketAddress to) {
    long now = System.nanoTime();
    idle.computeIfAbsent(to, address -> new ConcurrentLinkedDeque<>())
        .addFirst(new Idle(wire, now));
    if (closed) {
      close();
    }
    long last = swept.get();
    if (now - last > keptNanos && swept.compareAndSet(last, now)) {
      idle.values().forEach(wires -> closeUnused(wires, now));
    }
  }

  /** Those that were used last are in front. */
  private void closeUnused(Deque<Idle> wires, long now) {
    Idle oldest = wires.peekLast();
    while (oldest != null && now - oldest.since > keptNanos) {
      if (wires.removeLastOccurrence(oldest)) {
        oldest.wire.close();
      }
      oldest = wires.peekLast();
    }
  }

  private static void closeAll(Deque<Idle> wires) {
    for (Idle next = wires.pollFirst(); next != null; next = wires.pollFirst()) {
      next.wire.close();
    }
  }

  /** Nobody took a connection. */
  public static final class NotConnected extends IOException {
    private static final long serialVersionUID = 1;

    NotConnected(InetSocketAddress to, IOException why) {
      super("no connection to " + to + ": " + why.getMessage(), why);
    }
  }

  /** A connection that nobody uses. */
  private record Idle(Wire wire, long since) {}
}
