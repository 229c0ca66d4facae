package io.fleetcanary.lab.dataplane.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An HTTP server: one virtual thread per connection.
 *
 * <pre>
 * open ──close──▶ finishing (no new connection, answers in work are sent) ──▶ closed
 *   └─────kill──▶ closed (every connection cut)
 * </pre>
 */
public final class HttpListener implements AutoCloseable {
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);
  private static final int BACKLOG = 256;

  private final ServerSocket server;
  private final Handler handler;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean finishing;

  private HttpListener(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
  }

  /**
   * Makes the answer to a request; may take its time. What it throws becomes a 500, except {@link
   * Cut}.
   */
  @FunctionalInterface
  public interface Handler {
    Answer answer(Request request) throws InterruptedException;

    /**
     * Deals with a request for a web socket; returns whether the connection goes on.
     *
     * @throws IOException if a side has gone
     */
    default boolean upgrade(Request request, Wire near) throws IOException {
      near.write(Answer.text(501, "no web sockets here\n"), false);
      return true;
    }
  }

  /** Thrown in place of an answer: the connection is closed without one. */
  public static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Listens on a free port of the loopback address.
   *
   * @throws UncheckedIOException if there is none
   */
  public static HttpListener onLoopback(Handler handler) {
    return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler);
  }

  /**
   * Listens on {@code address}; port 0 takes a free one.
   *
   * @throws UncheckedIOException if the address cannot be bound
   */
  public static HttpListener open(InetSocketAddress address, Handler handler) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(address, BACKLOG);
      HttpListener listener = new HttpListener(server, handler);
      Thread.ofVirtual().name("http-" + server.getLocalPort()).start(listener::accept);
      return listener;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot listen on " + address, failure);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  public URI uri() {
    return URI.create("http://" + address().getHostString() + ":" + address().getPort());
  }

  /** Takes no new request and returns when those in work are answered, or after five seconds. */
  @Override
  public void close() {
    finishing = true;
    stopAccepting();
    connections.forEach(Connection::closeIfIdle);
    long deadline = System.nanoTime() + FINISH_WITHIN.toNanos();
    while (!connections.isEmpty() && System.nanoTime() < deadline) {
      if (!pause()) {
        break;
      }
    }
    connections.forEach(Connection::cut);
  }

  /** Cuts every connection in the middle of whatever it does, as the death of a process would. */
  public void kill() {
    finishing = true;
    stopAccepting();
    connections.forEach(Connection::cut);
  }

  /** A connection tells nobody that it is done: it has to be looked at again. */
  private static boolean pause() {
    try {
      Thread.sleep(2);
      return true;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void stopAccepting() {
    try {
      server.close();
    } catch (IOException alreadyGone) {
      // closing is all we wanted
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Connection connection = new Connection(server.accept());
        connections.add(connection);
        Thread.ofVirtual().start(connection);
      } catch (SocketException closedOrReset) {
        // the loop's condition tells which
      } catch (IOException noMoreFiles) {
        pause(); // whoever wants to connect waits until there are some again
      }
    }
  }

  private final class Connection implements Runnable {
    private final Wire wire;

    /** Whoever sets it owns the next move: the reader of a request, or the one who closes. */
    private final AtomicBoolean busy = new AtomicBoolean();

    Connection(Socket socket) throws IOException {
      this.wire = new Wire(socket);
    }

    @Override
    public void run() {
      try (wire) {
        while (!finishing && wire.awaitMessage() && busy.compareAndSet(false, true)) {
          if (!dealtWith(wire.readRequest())) {
            return;
          }
          busy.set(false);
        }
      } catch (IOException | Cut gone) {
        // the other side went away, or we were cut: nobody is left to be told
      } finally {
        connections.remove(this);
      }
    }

    /** Returns whether the connection goes on. */
    private boolean dealtWith(Request request) throws IOException {
      if (Upgrade.asked(request)) {
        busy.set(false);
        return handler.upgrade(request, wire);
      }
      Answer answer = answer(request);
      boolean last = finishing || request.headers().close();
      wire.write(answer, last);
      return !last;
    }

    private Answer answer(Request request) {
      try {
        return handler.answer(request);
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return Answer.text(503, "interrupted");
      } catch (Cut cut) {
        throw cut;
      } catch (RuntimeException failure) {
        return Answer.text(500, String.valueOf(failure.getMessage()));
      }
    }

    void closeIfIdle() {
      if (busy.compareAndSet(false, true)) {
        wire.close();
      }
    }

    void cut() {
      wire.close();
    }
  }
}
