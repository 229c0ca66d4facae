package io.fleetcanary.lab.dataplane.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Sends requests over connections that are kept and used again. Blocks; for virtual threads. */
public final class HttpPool implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  private final int answerWithinMillis;
  private final ConcurrentMap<InetSocketAddress, Deque<Wire>> idle = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A pool whose requests fail when no byte comes for {@code answerWithin}. */
  public HttpPool(Duration answerWithin) {
    this.answerWithinMillis = Math.toIntExact(answerWithin.toMillis());
  }

  /**
   * Sends one request and returns the whole answer. When a kept connection turns out to be closed
   * before the answer begins, the request goes out once more on a new one.
   *
   * @throws IOException if there is no connection, no answer in time, or half an answer
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

  private @Nullable Wire kept(InetSocketAddress to) {
    Deque<Wire> wires = idle.get(to);
    return wires == null ? null : wires.pollFirst();
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
      throw failure;
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
    idle.computeIfAbsent(to, address -> new ConcurrentLinkedDeque<>()).addFirst(wire);
    if (closed) {
      close();
    }
  }

  private static void closeAll(Deque<Wire> wires) {
    for (Wire wire = wires.pollFirst(); wire != null; wire = wires.pollFirst()) {
      wire.close();
    }
  }
}
