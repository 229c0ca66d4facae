package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.lab.Behaviours;
import io.fleetcanary.lab.dataplane.FakeKubelet;
import io.fleetcanary.lab.dataplane.Nodes;
import io.fleetcanary.lab.dataplane.PodAddresses;
import io.fleetcanary.lab.real.Credentials.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;

/** Starts all parts of a fleet side by side. Whoever closes it ends what has started by then. */
final class FleetStart implements AutoCloseable {
  private static final int NODES = 2;
  private static final int GPUS = 8;

  /** Pods must outlast the news of their going, which has a long way on a busy machine. */
  private static final Duration DRAIN = Duration.ofSeconds(6);

  private static final Executor SIDE_BY_SIDE = task -> Thread.ofVirtual().start(task);

  private final Parts parts = Parts.installed();
  private final GatewayApi gatewayApi = GatewayApi.read(parts.gatewayApi());
  private final Rights rights = Rights.documented();
  private final Behaviours behaviours = new Behaviours();
  private final Deque<Runnable> endings = new ConcurrentLinkedDeque<>();
  private final Path folder;
  private final ScrapeTargets targets;

  FleetStart(Path folder) {
    this.folder = folder.toAbsolutePath();
    this.targets = new ScrapeTargets();
    endings.push(targets::close);
  }

  CompletableFuture<TemporalServer> temporal() {
    return CompletableFuture.supplyAsync(
        () -> {
          TemporalServer server = TemporalServer.start(parts.program("temporal"), folder);
          endings.push(server::close);
          return server;
        },
        SIDE_BY_SIDE);
  }

  CompletableFuture<Prometheus> prometheus() {
    return CompletableFuture.supplyAsync(
        () -> {
          Prometheus prometheus = Prometheus.start(parts, folder, targets.uri());
          endings.push(prometheus::close);
          return prometheus;
        },
        SIDE_BY_SIDE);
  }

  /** Clusters in which the service answers requests. */
  List<CompletableFuture<Cluster>> clusters(List<String> names) {
    List<CompletableFuture<Cluster>> clusters = new ArrayList<>();
    for (int number = 0; number < names.size(); number++) {
      String name = names.get(number);
      Site site = new Site(name, number, folder.resolve(name));
      clusters.add(CompletableFuture.supplyAsync(() -> cluster(site), SIDE_BY_SIDE));
    }
    return clusters;
  }

  Behaviours behaviours() {
    return behaviours;
  }

  /** Ends everything, last started first. */
  @Override
  public void close() {
    while (!endings.isEmpty()) {
      endings.pop().run();
    }
  }

  private Cluster cluster(Site site) {
    Cluster cluster = Cluster.start(parts, site);
    endings.push(cluster::close);
    KubernetesClient admin = cluster.admin();
    Nodes.create(admin, NODES, GPUS);
    run(cluster);
    gatewayApi.install(admin);
    Traefik gateway = Traefik.start(parts, cluster);
    endings.push(gateway::close);
    ChatService.create(admin);
    grant(cluster, ChatService.NAMESPACE);
    ChatService.awaitReady(admin);
    gateway.awaitAnswers();
    return cluster;
  }

  /** Lets the worker work in a namespace of a cluster. */
  void grant(Cluster cluster, String namespace) {
    rights.grant(cluster.admin(), User.ORCHESTRATOR.id(), namespace);
  }

  private void run(Cluster cluster) {
    String name = cluster.site().cluster();
    PodAddresses addresses = PodAddresses.routed(cluster.site().podRange(), ChatService.POD_PORT);
    FakeKubelet kubelet =
        new FakeKubelet(name, cluster.admin(), behaviours, addresses).draining(DRAIN).start();
    endings.push(kubelet::close);
    targets.add(name, kubelet);
  }
}
