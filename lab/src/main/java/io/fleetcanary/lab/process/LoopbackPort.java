package io.fleetcanary.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports on 127.0.0.1: which are free, and which are not. */
public final class LoopbackPort {
  private LoopbackPort() {}

  /**
   * The wanted port if it is free, else any free one. Somebody else may take it before it is used.
   */
  public static int preferring(int wanted) {
    try {
      return free(wanted);
    } catch (IOException e) {
      try {
        return free(0);
      } catch (IOException none) {
        none.addSuppressed(e);
        throw new UncheckedIOException("a loopback port must be free", none);
      }
    }
  }

  /** Whether somebody takes a connection there. */
  public static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }

  private static int free(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
