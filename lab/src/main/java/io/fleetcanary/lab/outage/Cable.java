package io.fleetcanary.lab.outage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line to a server that can be cut and joined again.
 *
 * <pre>
 * joined ⇄ cut: every connection is closed, and every new one at once
 * </pre>
 */
public final class Cable implements AutoCloseable {
  private final InetSocketAddress server;
  private final ServerSocket end;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /** Lays it to a server; the near end is on the loopback address. */
  public Cable(InetSocketAddress server) {
    this.server = server;
    try {
      end = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Of its near end. */
  public int port() {
    return end.getLocalPort();
  }

  public void cut() {
    cut = true;
    open.forEach(Cable::close);
  }

  public void join() {
    cut = false;
  }

  @Override
  public void close() {
    cut();
    try {
      end.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept() {
    while (!end.isClosed()) {
      try {
        Socket near = end.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket near) {
    Socket far = new Socket();
    open.add(near);
    open.add(far);
    try {
      far.connect(server);
      Thread back = Thread.ofVirtual().start(() -> copy(far, near));
      copy(near, far);
      back.join();
    } catch (IOException unreachable) {
      // whoever called finds its connection closed
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(near);
      open.remove(far);
      close(near);
      close(far);
    }
  }

  private void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] bytes = new byte[1 << 14];
      for (int read = in.read(bytes); read >= 0 && !cut; read = in.read(bytes)) {
        out.write(bytes, 0, read);
        out.flush();
      }
    } catch (IOException closed) {
      // so is the other end, by the try
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
