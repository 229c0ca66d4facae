package io.fleetcanary.lab.dataplane;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The addresses that one cluster gives to its pods. One that was given back is the last to be given
 * out again.
 */
public final class PodAddresses {
  private static final int MOST = 1000;

  private final Place place;
  private final Deque<String> free = new ArrayDeque<>();
  private final Set<String> taken = new HashSet<>();

  private PodAddresses(String cidr, Place place) {
    this.place = place;
    fill(cidr);
  }

  /**
   * Addresses that exist on this machine, e.g. by {@code ip route add local}: every pod's server is
   * bound to its own address.
   *
   * @param cidr IPv4, e.g. {@code 10.240.0.0/24}
   * @param port of every pod
   */
  public static PodAddresses routed(String cidr, int port) {
    return new PodAddresses(cidr, ip -> new InetSocketAddress(ip, port));
  }

  /**
   * Addresses that stand in the pods' status only: the servers are bound to free ports of the
   * loopback address, and only the kubelet knows which.
   *
   * @param cidr IPv4, e.g. {@code 10.240.0.0/24}
   */
  public static PodAddresses loopback(String cidr) {
    return new PodAddresses(cidr, ip -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Where the server of the pod with this address is bound. */
  InetSocketAddress bind(String ip) {
    return place.of(ip);
  }

  /**
   * Takes an address that no pod has.
   *
   * @throws IllegalStateException if there is none left
   */
  synchronized String take() {
    String ip = free.pollFirst();
    if (ip == null) {
      throw new IllegalStateException("no pod address is left, " + taken.size() + " are taken");
    }
    taken.add(ip);
    return ip;
  }

  /** Marks the address of a pod that already runs as taken. */
  synchronized void adopt(String ip) {
    free.remove(ip);
    taken.add(ip);
  }

  synchronized void giveBack(String ip) {
    if (taken.remove(ip)) {
      free.addLast(ip);
    }
  }

  private void fill(String cidr) {
    String[] parts = cidr.split("/", 2);
    int size = 1 << (32 - Integer.parseInt(parts[1]));
    int network = ByteBuffer.wrap(parse(parts[0]).getAddress()).getInt();
    for (int host = 1; host < size - 1 && host <= MOST; host++) {
      free.add(format(network + host));
    }
  }

  private static InetAddress parse(String ip) {
    try {
      return InetAddress.getByName(ip);
    } catch (UnknownHostException notAnAddress) {
      throw new IllegalArgumentException("network must be an IPv4 CIDR, got " + ip, notAnAddress);
    }
  }

  private static String format(int address) {
    byte[] bytes = ByteBuffer.allocate(4).putInt(address).array();
    return "%d.%d.%d.%d".formatted(bytes[0] & 255, bytes[1] & 255, bytes[2] & 255, bytes[3] & 255);
  }

  private interface Place {
    InetSocketAddress of(String ip);
  }
}
