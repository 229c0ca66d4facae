package io.fleetcanary.lab.bench.stand;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.lab.bench.stand.LightGateway.WeightSeen;
import io.fleetcanary.lab.real.Credentials.User;
import io.fleetcanary.lab.real.NetworkNamespace;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.Site;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.lab.story.WorkerProcess;
import io.fleetcanary.workflow.TaskQueues;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Everything the benchmark runs on: a Temporal server, clusters and a worker, each a process; the
 * pods, gateways and Prometheus are light ones of this process.
 */
public final class Stand implements AutoCloseable {
  /** Where the service is, in every cluster. */
  public static final String NAMESPACE = "inference";

  private final Parts parts = Parts.installed();
  private final Path folder;
  private final TemporalServer temporal;
  private final List<StandCluster> clusters = new ArrayList<>();
  private final SortedMap<String, Place> doors = new TreeMap<>();
  private final List<ClusterEntry> entries = new ArrayList<>();
  private final LightPrometheus prometheus = new LightPrometheus(this::real, this::weight);
  private final Deque<WorkerProcess> workers = new ArrayDeque<>();
  private int started;

  private Stand(Path folder) {
    this.folder = folder;
    this.temporal = TemporalServer.start(parts.program("temporal"), folder);
  }

  /**
   * Starts one with the service in each cluster, and no worker yet.
   *
   * @param clusters how many API servers
   */
  public static Stand start(int clusters, Path folder) {
    return start(clusters, folder, StandCluster::audited);
  }

  /** The same for thousands of rollouts; nobody writes down what a worker does. */
  public static Stand lasting(int clusters, Path folder) {
    return start(clusters, folder, site -> StandCluster.LASTING);
  }

  private static Stand start(int clusters, Path folder, Function<Site, List<String>> apiFlags) {
    NetworkNamespace.require();
    Stand stand = new Stand(folder.toAbsolutePath());
    for (int number = 0; number < clusters; number++) {
      stand.add(number, apiFlags);
    }
    stand.clusters.forEach(cluster -> cluster.awaitServing(NAMESPACE));
    return stand;
  }

  /** Puts the service into more namespaces of a cluster. */
  public void serve(List<Place> places) {
    places.forEach(place -> cluster(place.cluster()).serve(place.namespace()));
    places.forEach(place -> cluster(place.cluster()).awaitServing(place.namespace()));
  }

  /**
   * Makes {@code namespaces} of each cluster stand for clusters of their own.
   *
   * @return their names
   */
  public List<String> pretend(int namespaces) {
    List<String> names = new ArrayList<>();
    for (StandCluster cluster : clusters) {
      List<String> real = IntStream.range(0, namespaces).mapToObj(n -> "n" + n).toList();
      serve(real.stream().map(namespace -> new Place(cluster.name(), namespace)).toList());
      for (String namespace : real) {
        String name = cluster.name() + "-" + namespace;
        doors.put(name, new Place(cluster.name(), namespace));
        entries.add(entry(name, cluster.door(NAMESPACE, namespace), "door"));
        names.add(name);
      }
    }
    return names;
  }

  /** Starts a worker, which knows every cluster that is there by now, beside those there are. */
  public void work() {
    started++;
    Path in = folder.resolve("worker-" + started);
    workers.add(WorkerProcess.start(new FleetInventory(entries), temporal.address(), in));
  }

  /** Kills the worker (-9) that was started first of those there are. */
  public void killWorker() {
    workers.remove().kill();
  }

  /** Real clusters. */
  public List<StandCluster> clusters() {
    return List.copyOf(clusters);
  }

  /** Names of the real clusters. */
  public List<String> names() {
    return clusters.stream().map(StandCluster::name).toList();
  }

  public TemporalServer temporal() {
    return temporal;
  }

  public LightPrometheus prometheus() {
    return prometheus;
  }

  /** Of the worker that was started first of those there are. */
  public long workerPid() {
    return workers.element().pid();
  }

  public Path folder() {
    return folder;
  }

  /** Since when the gateway of a place sees no share for the canary; empty while it sees one. */
  public Optional<Instant> off(Place place) {
    return seen(place).filter(it -> it.percent() == 0).map(WeightSeen::at);
  }

  /** Since when the gateway of a place sees a share for the canary. */
  public Optional<Instant> on(Place place) {
    return seen(place).filter(it -> it.percent() > 0).map(WeightSeen::at);
  }

  /** Where a cluster of the fleet file really has the service. */
  public Place place(String name, String namespace) {
    return doors.getOrDefault(name, new Place(name, namespace));
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
    clusters.reversed().forEach(StandCluster::close);
    prometheus.close();
    temporal.close();
  }

  private void add(int number, Function<Site, List<String>> apiFlags) {
    String name = "c" + number;
    Site site = new Site(name, number, folder.resolve(name));
    StandCluster cluster = StandCluster.start(parts, site, apiFlags.apply(site));
    clusters.add(cluster);
    cluster.serve(NAMESPACE);
    entries.add(entry(name, cluster.cluster().kubeconfig(User.ORCHESTRATOR), name));
  }

  private ClusterEntry entry(String name, Path kubeconfig, String context) {
    return new ClusterEntry(
        name,
        new TreeMap<>(),
        new ApiAccess.Kubeconfig(kubeconfig.toString(), context),
        new PrometheusAccess(prometheus.uri().toString(), "cluster=\"" + name + "\"", "pod"),
        TaskQueues.CENTRAL);
  }

  private StandCluster cluster(String name) {
    return clusters.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private Place real(Place asked) {
    return place(asked.cluster(), asked.namespace());
  }

  private int weight(Place place) {
    return cluster(place.cluster()).gateway().weight(place.namespace());
  }

  private Optional<WeightSeen> seen(Place place) {
    return cluster(place.cluster()).gateway().last(place.namespace());
  }
}
