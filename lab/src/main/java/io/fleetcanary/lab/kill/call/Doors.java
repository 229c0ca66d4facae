package io.fleetcanary.lab.kill.call;

import io.fabric8.kubernetes.client.Config;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** All doors of one worker: whatever it asks or tells anybody passes the same gate. */
public final class Doors implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Gate gate = new Gate();
  private final Running running = new Running();
  private final TemporalCalls temporalCalls = new TemporalCalls(gate, running);
  private final HttpPool pool = new HttpPool(ANSWER);
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<KubernetesCalls> clusters = new ArrayList<>();

  /** What passes them. */
  public Gate gate() {
    return gate;
  }

  /** Forgets the rollout before; one of a service in this namespace begins. */
  public void begin(String namespace, String service) {
    temporalCalls.begin(namespace, service);
    clusters.forEach(KubernetesCalls::begin);
  }

  /** Opens one to a Temporal server; {@code host:port} of both. */
  public String temporal(String target) {
    TemporalDoor door = TemporalDoor.open(temporalCalls::pass, target);
    open.push(door);
    return door.address();
  }

  /**
   * Opens one to the API server of a cluster.
   *
   * @param cluster as the worker calls it
   */
  public URI api(String cluster, Config config) {
    ApiServer server = new ApiServer(config);
    open.push(server);
    KubernetesCalls calls = new KubernetesCalls(cluster, running);
    clusters.add(calls);
    return add(new HttpDoor(gate, calls, server));
  }

  /** Opens one to the Prometheus of a cluster. */
  public URI prometheus(String cluster, URI prometheus) {
    InetSocketAddress address = new InetSocketAddress(prometheus.getHost(), prometheus.getPort());
    return add(
        new HttpDoor(
            gate, new MetricsCalls(cluster, running), request -> pool.send(address, request)));
  }

  private URI add(HttpDoor door) {
    open.push(door);
    return door.uri();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
    pool.close();
  }

  private static void close(AutoCloseable door) {
    try {
      door.close();
    } catch (Exception failure) {
      throw new IllegalStateException("a door must be closed", failure);
    }
  }
}
