package io.fleetcanary.lab.invariant.history;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.lab.LabFleet;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Watches the objects of a namespace in every cluster of a fleet, and writes every revision down:
 * routes, Deployments, Services, ConfigMaps, ReplicaSets, Pods, and autoscalers.
 */
public final class Recorder implements AutoCloseable {
  private static final Duration CATCH_UP = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final ByHand byHand;
  private final SortedMap<String, Sink> sinks = new TreeMap<>();
  private final SortedMap<String, List<KindWatch>> watches = new TreeMap<>();

  private Recorder(ByHand byHand) {
    this.byHand = byHand;
  }

  /** Begins to watch; everything from now on is written down. */
  public static Recorder start(LabFleet fleet, String namespace, ByHand byHand) {
    SortedMap<String, KubernetesClient> clients = new TreeMap<>();
    fleet.clusters().forEach(cluster -> clients.put(cluster, fleet.admin(cluster)));
    return start(clients, namespace, byHand);
  }

  /** The same with clients that may see everything, by the names of their clusters. */
  public static Recorder start(
      SortedMap<String, KubernetesClient> clusters, String namespace, ByHand byHand) {
    Recorder recorder = new Recorder(byHand);
    try {
      clusters.forEach((cluster, client) -> recorder.watch(client, cluster, namespace));
      return recorder;
    } catch (RuntimeException failure) {
      recorder.close();
      throw failure;
    }
  }

  private void watch(KubernetesClient admin, String cluster, String namespace) {
    Sink sink = new Sink(cluster);
    sinks.put(cluster, sink);
    watches.put(
        cluster,
        Stream.of(Kind.values())
            .filter(kind -> !kind.optional() || served(admin, namespace, kind))
            .map(kind -> new KindWatch(admin, namespace, kind, sink))
            .toList());
    watches.get(cluster).forEach(KindWatch::begin);
  }

  /** What an API server does not know, nobody changes there. */
  private static boolean served(KubernetesClient admin, String namespace, Kind kind) {
    try {
      admin.genericKubernetesResources(kind.context()).inNamespace(namespace).list();
      return true;
    } catch (KubernetesClientException failure) {
      if (failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  }

  /** All that has happened until now; waits until the watches have told it. */
  public History history() {
    SortedMap<String, ClusterHistory> clusters = new TreeMap<>();
    List<String> gaps = new ArrayList<>();
    sinks.forEach(
        (cluster, sink) -> {
          catchUp(cluster, sink);
          clusters.put(cluster, ClusterHistory.of(cluster, sink.entries(), byHand::made));
          sink.gaps().forEach(gap -> gaps.add(cluster + ": " + gap));
        });
    return new History(clusters, gaps, List.of());
  }

  /** Watches tell in order: who knows how everything is now has heard of all before. */
  private void catchUp(String cluster, Sink sink) {
    Instant deadline = Instant.now().plus(CATCH_UP);
    List<KindWatch> behind = new ArrayList<>(watches.getOrDefault(cluster, List.of()));
    behind.removeIf(KindWatch::caughtUp);
    while (!behind.isEmpty() && Instant.now().isBefore(deadline)) {
      rest();
      behind.removeIf(KindWatch::caughtUp);
    }
    if (!behind.isEmpty()) {
      sink.gap("its watches did not tell within 30 s how everything is now");
    }
  }

  /** For watches, which nobody can be told to hurry. */
  private static void rest() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a recording was interrupted", interrupt);
    }
  }

  @Override
  public void close() {
    watches.values().stream().flatMap(List::stream).forEach(KindWatch::close);
  }
}
