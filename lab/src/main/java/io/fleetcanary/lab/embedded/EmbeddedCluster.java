package io.fleetcanary.lab.embedded;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.lab.Behaviours;
import io.fleetcanary.lab.dataplane.FakeKubelet;
import io.fleetcanary.lab.dataplane.Nodes;
import io.fleetcanary.lab.dataplane.PodAddresses;
import io.fleetcanary.lab.embedded.api.MockApi;
import io.fleetcanary.lab.embedded.control.Autoscalers;
import io.fleetcanary.lab.embedded.control.ControlLoop;
import io.fleetcanary.lab.embedded.control.Deployments;
import io.fleetcanary.lab.embedded.control.EndpointSlices;
import io.fleetcanary.lab.embedded.control.Garbage;
import io.fleetcanary.lab.embedded.control.GpuScheduler;
import io.fleetcanary.lab.embedded.control.ReplicaSets;
import io.fleetcanary.lab.embedded.gateway.Gateway;
import io.fleetcanary.lab.embedded.gateway.Routes;
import io.fleetcanary.lab.embedded.prometheus.Target;
import io.fleetcanary.lab.fault.Cable;
import io.fleetcanary.lab.fault.Door;
import io.fleetcanary.lab.fault.Reading;
import io.fleetcanary.lab.fault.Traps;
import io.fleetcanary.lab.fault.Upstream;
import io.fleetcanary.lab.process.Answers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One cluster: API server, controllers, kubelet and gateway, with the service in it. */
final class EmbeddedCluster implements AutoCloseable {
  private static final int NODES = 2;
  private static final int GPUS = 8;

  /** Pods must outlast the news of their going, on a machine that is busy with other things too. */
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final String name;
  private final MockApi api = new MockApi();

  private final Optional<Traps> traps;

  /** Between the worker and the API server. */
  private final Cable cable;

  /** Of the controllers and the kubelet. */
  private final KubernetesClient own = api.client();

  /** Of whoever looks at the cluster from outside. */
  private final KubernetesClient admin = api.client();

  private final FakeKubelet kubelet;
  private final Gateway gateway;
  private final ControlLoop workloads;

  /** On its own, so that no pod goes before the gateway knows, however much others have to do. */
  private final ControlLoop traffic;

  private EmbeddedCluster(String name, Behaviours behaviours, boolean reading) {
    this.name = name;
    this.traps = reading ? Optional.of(new Traps()) : Optional.empty();
    this.cable = cable(new InetSocketAddress(api.uri().getHost(), api.uri().getPort()));
    PodAddresses addresses = PodAddresses.loopback("10.240.0.0/24");
    this.kubelet = new FakeKubelet(name, own, behaviours, addresses).draining(DRAIN).start();
    this.gateway = new Gateway(kubelet::address);
    this.traffic =
        ControlLoop.start(api, List.of(new EndpointSlices(own), new Routes(own, gateway)));
    this.workloads =
        ControlLoop.start(
            api,
            List.of(
                new Garbage(own),
                new Autoscalers(own),
                new Deployments(own),
                new ReplicaSets(own),
                new GpuScheduler(own)));
  }

  /**
   * Starts it and waits until the service answers.
   *
   * @param reading whether the worker's requests are read on their way, so that they can be spoilt
   */
  static EmbeddedCluster start(String name, Behaviours behaviours, boolean reading) {
    EmbeddedCluster cluster = new EmbeddedCluster(name, behaviours, reading);
    try {
      Nodes.create(cluster.admin, NODES, GPUS);
      ChatService.create(cluster.admin);
      new Answers(cluster.gateway.uri()).await(READY_WITHIN);
      return cluster;
    } catch (RuntimeException failure) {
      cluster.close();
      throw failure;
    }
  }

  String name() {
    return name;
  }

  KubernetesClient admin() {
    return admin;
  }

  Cable cable() {
    return cable;
  }

  Traps traps() {
    return traps.orElseThrow(
        () -> new IllegalStateException("the fleet must be started with cables that read"));
  }

  private Cable cable(InetSocketAddress server) {
    Upstream upstream = Upstream.plain(server.getHostString(), server.getPort());
    return traps
        .map(set -> Cable.onLoopback(new Reading(set, Door.PLAIN, upstream)))
        .orElseGet(() -> new Cable(server));
  }

  URI gateway() {
    return gateway.uri();
  }

  void obeysRisesAfter(Duration time) {
    gateway.obeysRisesAfter(time);
  }

  /** What Prometheus scrapes here at this moment. */
  List<Target> targets() {
    return kubelet.running().stream()
        .map(
            pod ->
                new Target(
                    pod.uri(),
                    new TreeMap<>(
                        Map.of("cluster", name, "namespace", pod.namespace(), "pod", pod.name()))))
        .toList();
  }

  /** Writes a kubeconfig with one context, named as the cluster, and returns its path. */
  Path kubeconfig(Path folder) {
    Path file = folder.resolve(name + ".yaml");
    String yaml =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: %1$s, cluster: {server: "%2$s"}}]
        users: [{name: %1$s, user: {token: embedded}}]
        contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s, namespace: default}}]
        current-context: %1$s
        """
            .formatted(name, "http://127.0.0.1:" + cable.port());
    try {
      return Files.writeString(file, yaml);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    workloads.close();
    traffic.close();
    gateway.close();
    kubelet.close();
    own.close();
    admin.close();
    cable.close();
    api.close();
  }
}
