package io.fleetcanary.lab.real;

import static java.util.concurrent.CompletableFuture.allOf;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.lab.Behaviours;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.fault.Cable;
import io.fleetcanary.lab.fault.PrometheusProxy;
import io.fleetcanary.lab.fault.Traps;
import io.fleetcanary.lab.real.Credentials.User;
import io.fleetcanary.workflow.TaskQueues;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A fleet of real parts: Temporal server, Kubernetes control planes, gateways and Prometheus, each
 * a process of this machine. Only the kubelets and the models are ours, and the GPUs are only
 * numbers.
 */
public final class RealFleet implements LabFleet {
  /** One cluster to begin with, then two more; a machine of two cores has no room for many. */
  public static final List<String> DEFAULT = List.of("eu-1", "us-1", "us-2");

  private final FleetStart start;
  private final TemporalServer temporal;
  private final PrometheusProxy prometheus;
  private final List<Cluster> clusters;
  private final SortedMap<String, ApiLine> lines = new TreeMap<>();

  private RealFleet(
      FleetStart start, TemporalServer temporal, Prometheus prometheus, List<ApiLine> lines) {
    this.start = start;
    this.temporal = temporal;
    this.prometheus = new PrometheusProxy(prometheus.uri());
    this.clusters = lines.stream().map(ApiLine::cluster).toList();
    lines.forEach(line -> this.lines.put(line.cluster().site().cluster(), line));
  }

  /**
   * Starts a fleet and waits until its service answers in every cluster.
   *
   * @param clusters {@code <region>-<number>}, at most 200
   * @param folder for everything its servers write; must not exist or be empty
   * @throws IllegalStateException if a part is not installed, this process is not isolated, or a
   *     server does not start
   */
  public static RealFleet start(List<String> clusters, Path folder) {
    return start(clusters, folder, ApiLine::relaying);
  }

  /** The same with cables that read the worker's requests, so that they can be spoilt. */
  public static RealFleet reading(List<String> clusters, Path folder) {
    return start(clusters, folder, ApiLine::reading);
  }

  private static RealFleet start(
      List<String> clusters, Path folder, Function<Cluster, ApiLine> line) {
    NetworkNamespace.require();
    FleetStart start = new FleetStart(folder);
    var temporal = start.temporal();
    var prometheus = start.prometheus();
    var serving = start.clusters(clusters);
    try {
      allOf(temporal, prometheus, allOf(serving.toArray(CompletableFuture<?>[]::new))).join();
    } catch (CompletionException e) {
      start.close();
      throw e;
    }
    return new RealFleet(
        start,
        temporal.join(),
        prometheus.join(),
        serving.stream().map(CompletableFuture::join).map(line).toList());
  }

  @Override
  public List<String> clusters() {
    return clusters.stream().map(cluster -> cluster.site().cluster()).toList();
  }

  @Override
  public KubernetesClient admin(String cluster) {
    return cluster(cluster).admin();
  }

  @Override
  public FleetInventory inventory() {
    return new FleetInventory(clusters.stream().map(this::entry).toList());
  }

  @Override
  public String temporal() {
    return temporal.address();
  }

  @Override
  public URI gateway(String cluster) {
    return cluster(cluster).site().gateway();
  }

  @Override
  public void admit(String namespace) {
    clusters.forEach(cluster -> start.grant(cluster, namespace));
  }

  @Override
  public Cable cable(String cluster) {
    return line(cluster).cable();
  }

  @Override
  public Traps traps(String cluster) {
    return line(cluster)
        .traps()
        .orElseThrow(
            () -> new IllegalStateException("the fleet must be started with cables that read"));
  }

  private ApiLine line(String cluster) {
    return Objects.requireNonNull(lines.get(cluster), cluster);
  }

  @Override
  public PrometheusProxy prometheus() {
    return prometheus;
  }

  @Override
  public Behaviours behaviours() {
    return start.behaviours();
  }

  /** To be killed, frozen, or put back to what it knew before. */
  public TemporalServer temporalServer() {
    return temporal;
  }

  /** What a person with all rights gives to {@code kubectl}. */
  public Path administrators(String cluster) {
    return cluster(cluster).kubeconfig(User.ADMIN);
  }

  @Override
  public void close() {
    prometheus.close();
    lines.values().forEach(ApiLine::close);
    start.close();
  }

  Cluster cluster(String name) {
    return clusters.stream()
        .filter(cluster -> cluster.site().cluster().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "cluster must be one of " + clusters() + ", got " + name));
  }

  private ClusterEntry entry(Cluster cluster) {
    String name = cluster.site().cluster();
    return new ClusterEntry(
        name,
        new TreeMap<>(Map.of("region", name.split("-", 2)[0])),
        new ApiAccess.Kubeconfig(line(name).kubeconfig().toString(), name),
        new PrometheusAccess(prometheus.uri().toString(), "cluster=\"%s\"".formatted(name), "pod"),
        TaskQueues.CENTRAL);
  }
}
