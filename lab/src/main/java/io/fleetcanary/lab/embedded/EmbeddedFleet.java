package io.fleetcanary.lab.embedded;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.lab.Behaviours;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.embedded.prometheus.Prometheus;
import io.fleetcanary.lab.fault.Cable;
import io.fleetcanary.lab.fault.PrometheusProxy;
import io.fleetcanary.lab.fault.Traps;
import io.fleetcanary.workflow.TaskQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * A fleet in this process: mock API servers with controllers that behave, and a real data plane on
 * the loopback address. The Temporal server is somebody else's.
 */
public final class EmbeddedFleet implements LabFleet {
  /** One cluster to begin with, its region's neighbours, and the rest. */
  public static final List<String> DEFAULT = List.of("eu-1", "us-1", "us-2", "ap-1");

  private static final Executor SIDE_BY_SIDE = task -> Thread.ofVirtual().start(task);

  private final String temporal;
  private final Behaviours behaviours;
  private final List<EmbeddedCluster> clusters;
  private final Prometheus prometheus;
  private final PrometheusProxy proxy;
  private final Path folder;

  private EmbeddedFleet(String temporal, Behaviours behaviours, List<EmbeddedCluster> clusters) {
    this.temporal = temporal;
    this.behaviours = behaviours;
    this.clusters = List.copyOf(clusters);
    this.prometheus =
        Prometheus.start(
            () -> this.clusters.stream().flatMap(cluster -> cluster.targets().stream()).toList());
    this.proxy = new PrometheusProxy(prometheus.uri());
    this.folder = newFolder();
  }

  /**
   * Starts clusters and waits until the service answers in each.
   *
   * @param temporal {@code host:port} of a Temporal server
   * @param names {@code <region>-<number>}, in the order of the waves
   */
  public static EmbeddedFleet start(String temporal, List<String> names) {
    return start(temporal, names, false);
  }

  /** The same with cables that read the worker's requests, so that they can be spoilt. */
  public static EmbeddedFleet reading(String temporal, List<String> names) {
    return start(temporal, names, true);
  }

  private static EmbeddedFleet start(String temporal, List<String> names, boolean reading) {
    Behaviours behaviours = new Behaviours();
    List<CompletableFuture<EmbeddedCluster>> starting =
        names.stream()
            .map(
                name ->
                    CompletableFuture.supplyAsync(
                        () -> EmbeddedCluster.start(name, behaviours, reading), SIDE_BY_SIDE))
            .toList();
    try {
      List<EmbeddedCluster> clusters = starting.stream().map(CompletableFuture::join).toList();
      return new EmbeddedFleet(temporal, behaviours, clusters);
    } catch (CompletionException failure) {
      starting.forEach(EmbeddedFleet::closeStarted);
      throw failure;
    }
  }

  /** Starts the {@link #DEFAULT} clusters. */
  public static EmbeddedFleet start(String temporal) {
    return start(temporal, DEFAULT);
  }

  @Override
  public List<String> clusters() {
    return clusters.stream().map(EmbeddedCluster::name).toList();
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
    return temporal;
  }

  @Override
  public URI gateway(String cluster) {
    return cluster(cluster).gateway();
  }

  @Override
  public PrometheusProxy prometheus() {
    return proxy;
  }

  @Override
  public Behaviours behaviours() {
    return behaviours;
  }

  @Override
  public void close() {
    proxy.close();
    prometheus.close();
    clusters.forEach(EmbeddedCluster::close);
    delete(folder);
  }

  @Override
  public Cable cable(String cluster) {
    return cluster(cluster).cable();
  }

  @Override
  public Traps traps(String cluster) {
    return cluster(cluster).traps();
  }

  /** From now on all gateways take so long to obey a weight that sends more to a canary. */
  public void gatewaysObeyRisesAfter(Duration time) {
    clusters.forEach(cluster -> cluster.obeysRisesAfter(time));
  }

  private EmbeddedCluster cluster(String name) {
    return clusters.stream()
        .filter(cluster -> cluster.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "cluster must be one of " + clusters() + ", got " + name));
  }

  private ClusterEntry entry(EmbeddedCluster cluster) {
    String name = cluster.name();
    return new ClusterEntry(
        name,
        new TreeMap<>(Map.of("region", name.split("-", 2)[0])),
        new ApiAccess.Kubeconfig(cluster.kubeconfig(folder).toString(), name),
        new PrometheusAccess(proxy.uri().toString(), "cluster=\"%s\"".formatted(name), "pod"),
        TaskQueues.CENTRAL);
  }

  private static void closeStarted(CompletableFuture<EmbeddedCluster> starting) {
    try {
      starting.join().close();
    } catch (CompletionException notStarted) {
      // it has closed itself
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("fleetcanary-embedded-");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
