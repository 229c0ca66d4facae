package io.fleetcanary.lab.embedded.api;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One Kubernetes API server in this process, over HTTP on the loopback address. */
public final class MockApi implements AutoCloseable {
  /** Kept, because the level of a logger that nobody keeps is forgotten. It logs every request. */
  private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

  static {
    REQUESTS.setLevel(Level.WARNING);
  }

  /** A client that gives up sends again, and then finds its own first try. */
  private static final int PATIENCE_MILLIS = 60_000;

  private final MockWebServer web = new MockWebServer();
  private final Store store;
  private final KubernetesMockServer server;

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Starts it, empty. */
  public MockApi() {
    store = new Store(() -> listeners.forEach(Runnable::run));
    web.setHttp2ClearTextEnabled(false);
    server = new KubernetesMockServer(new Context(), web, new HashMap<>(), store, false);
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  /** Calls {@code listener} after every change of an object from now on; it must return at once. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** A new client of it, to be closed by the caller. */
  public KubernetesClient client() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(uri().toString())
            .withNamespace("default")
            .withRequestTimeout(PATIENCE_MILLIS)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * All objects of one kind as they are now, without a request.
   *
   * @param path of the kind in all namespaces, e.g. {@code /api/v1/pods}
   */
  public <L extends KubernetesResourceList<?>> L list(String path, Class<L> type) {
    return Serialization.unmarshal(store.handleGet(path).getBody().readUtf8(), type);
  }

  /** Forgets the requests so far, which the mock server remembers for assertions. */
  public void forgetRequests() {
    web.reset();
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
