package io.fleetcanary.activity.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server whose watches say what a test says, and a worker's way to it. */
final class WatchedApi implements AutoCloseable {
  private final BlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new Store(), false);
  private final Path kubeconfig;
  private final Clusters clusters;
  private volatile int refuses;

  WatchedApi(HasMetadata... objects) throws IOException {
    server.init();
    Config admin =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getPort())
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(admin).build()) {
      for (HasMetadata object : objects) {
        client.resource(object).create();
      }
    }
    kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: eu-1, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: worker, user: {token: secret}}]
        contexts: [{name: eu-1, context: {cluster: eu-1, user: worker}}]
        """
            .formatted(server.getPort()));
    clusters = new Clusters(new FleetInventory(List.of(entry(kubeconfig))));
  }

  private static ClusterEntry entry(Path kubeconfig) {
    return new ClusterEntry(
        "eu-1",
        new TreeMap<>(),
        new ApiAccess.Kubeconfig(kubeconfig.toString(), "eu-1"),
        new PrometheusAccess("http://localhost:1", "", "pod"),
        "fleetcanary");
  }

  Clusters clusters() {
    return clusters;
  }

  /** Answers requests for watches with this status. */
  void refuses(int status) {
    refuses = status;
  }

  /** Paths of watches that were asked for. */
  List<String> asked() {
    return asked;
  }

  /** The next watch that was opened. */
  WebSocket watch() throws InterruptedException {
    return Objects.requireNonNull(opened.poll(30, TimeUnit.SECONDS));
  }

  static void tell(WebSocket watch, String type, Object object) {
    watch.send("{\"type\":\"" + type + "\",\"object\":" + Serialization.asJson(object) + "}");
  }

  /** How many watches have been closed. */
  int closed() {
    return closed.get();
  }

  @Override
  public void close() throws IOException {
    clusters.close();
    server.destroy();
    Files.delete(kubeconfig);
  }

  private final class Store extends KubernetesCrudDispatcher {
    @Override
    public MockResponse handleWatch(String path) {
      asked.add(path);
      return refuses == 0
          ? new MockResponse().withWebSocketUpgrade(new Line())
          : new MockResponse().setResponseCode(refuses).setBody("{}");
    }
  }

  private final class Line extends WebSocketListener {
    @Override
    public void onOpen(WebSocket socket, Response response) {
      opened.add(socket);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      closed.incrementAndGet();
      socket.close(code, reason);
    }
  }
}
