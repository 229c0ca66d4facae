package io.fleetcanary.lab.kill.call;

import io.fabric8.kubernetes.client.Config;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the calls of workers go that live one after the other. Each has doors of its own; behind
 * them all calls pass the same gate, and are named and counted together.
 */
public final class Passage implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Gate gate = new Gate();
  private final Running running = new Running();
  private final TemporalCalls temporalCalls = new TemporalCalls(gate, running);
  private final String temporal;
  private final HttpPool pool = new HttpPool(ANSWER);
  private final SortedMap<String, Cluster> clusters = new TreeMap<>();

  /**
   * To a Temporal server, and to no cluster yet.
   *
   * @param temporal {@code host:port}
   */
  public Passage(String temporal) {
    this.temporal = temporal;
  }

  /**
   * Leads to a cluster, too.
   *
   * @param cluster as workers call it
   * @param api where its API server is and whom to trust
   */
  public void lead(String cluster, Config api, URI prometheus) {
    clusters.put(
        cluster,
        new Cluster(
            new KubernetesCalls(cluster, running),
            new ApiServer(api),
            new MetricsCalls(cluster, running),
            new InetSocketAddress(prometheus.getHost(), prometheus.getPort())));
  }

  /** What everything passes. */
  public Gate gate() {
    return gate;
  }

  /** Forgets the rollout before; one of a service in this namespace begins. */
  public void begin(String namespace, String service) {
    temporalCalls.begin(namespace, service);
    clusters.values().forEach(cluster -> cluster.calls.begin());
  }

  /** The worker that has lived is dead, and with it all that it did. */
  public void lost() {
    running.lost();
  }

  /** Opens doors for one more worker. */
  public Doors open() {
    Doors doors = new Doors(TemporalDoor.open(temporalCalls::pass, temporal));
    clusters.forEach(
        (name, cluster) ->
            doors.add(
                name,
                new HttpDoor(gate, cluster.calls, cluster.api),
                new HttpDoor(
                    gate, cluster.metrics, request -> pool.send(cluster.prometheus, request))));
    return doors;
  }

  @Override
  public void close() {
    clusters.values().forEach(cluster -> cluster.api.close());
    pool.close();
  }

  private record Cluster(
      KubernetesCalls calls, ApiServer api, MetricsCalls metrics, InetSocketAddress prometheus) {}
}
