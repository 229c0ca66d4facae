package io.fleetcanary.lab.real;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where one cluster's servers are. The ports are fixed, because the network is ours alone, and
 * below those that the kernel gives to clients, so nothing can be in the way.
 *
 * @param cluster its name
 * @param number 0 to 254, different for every cluster of a fleet
 * @param folder its files and logs
 */
public record Site(String cluster, int number, Path folder) {
  private static final int FIRST_PORT = 10_000;
  private static final int PORTS = 10;

  int apiPort() {
    return FIRST_PORT + PORTS * number;
  }

  int etcdPort() {
    return apiPort() + 1;
  }

  int etcdPeerPort() {
    return apiPort() + 2;
  }

  int gatewayPort() {
    return apiPort() + 3;
  }

  /** Where callers send their requests. */
  URI gateway() {
    return URI.create("http://127.0.0.1:" + gatewayPort() + "/");
  }

  /** Where the gateway says how it is. */
  int gatewayStatusPort() {
    return apiPort() + 4;
  }

  /** Addresses of its pods. */
  public String podRange() {
    return NetworkNamespace.podRange(number);
  }
}
