package io.fleetcanary.lab.kill.call;

import java.net.URI;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All doors of one worker, on ports that no other worker has: whatever it asks or tells anybody
 * goes through one of them.
 */
public final class Doors implements AutoCloseable {
  private final TemporalDoor temporal;
  private final SortedMap<String, HttpDoor> apis = new TreeMap<>();
  private final SortedMap<String, HttpDoor> metrics = new TreeMap<>();

  Doors(TemporalDoor temporal) {
    this.temporal = temporal;
  }

  void add(String cluster, HttpDoor api, HttpDoor prometheus) {
    apis.put(cluster, api);
    metrics.put(cluster, prometheus);
  }

  /** {@code host:port} of the one to Temporal. */
  public String temporal() {
    return temporal.address();
  }

  /** The one to the API server of a cluster. */
  public URI api(String cluster) {
    return door(apis, cluster).uri();
  }

  /** The one to the Prometheus of a cluster. */
  public URI prometheus(String cluster) {
    return door(metrics, cluster).uri();
  }

  private static HttpDoor door(SortedMap<String, HttpDoor> doors, String cluster) {
    return Objects.requireNonNull(doors.get(cluster), cluster);
  }

  /**
   * Cuts the worker off, as its death would. When this returns, nothing that it sends is received
   * any more, and no answer reaches it. What was received before goes on.
   */
  public void cut() {
    apis.values().forEach(HttpDoor::cut);
    metrics.values().forEach(HttpDoor::cut);
    temporal.cut();
  }

  /** Cuts the worker off, and gives back what its doors held. */
  @Override
  public void close() {
    cut();
    temporal.close();
  }
}
