package io.fleetcanary.lab.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The network that {@code lab/real/isolated} runs this process in: every address of 10.240.0.0/12
 * is local to it, so pods have addresses of their own, and nothing outside can be reached.
 */
public final class NetworkNamespace {
  private static final String LAST_POD_ADDRESS = "10.255.255.254";

  private NetworkNamespace() {}

  /**
   * Insists that this process runs inside one.
   *
   * @throws IllegalStateException if it does not
   */
  public static void require() {
    try (ServerSocket pod = new ServerSocket(0, 1, InetAddress.getByName(LAST_POD_ADDRESS))) {
      pod.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(
          "the real fleet must be started inside lab/real/isolated, as ./mvnw verify -Preal does;"
              + " pod addresses cannot be used here",
          e);
    }
  }

  /** Addresses for the pods of one cluster, 0 to 254. */
  static String podRange(int cluster) {
    return "10.240." + cluster + ".0/24";
  }
}
