package io.fleetcanary.lab.bench.stand;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fleetcanary.lab.embedded.api.MockApi;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NamespaceDoorTest {
  private final MockApi api = new MockApi();
  private final KubernetesClient admin = api.client();
  private final NamespaceDoor door = NamespaceDoor.open(config(api.uri()), "shop", "shop-3");
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(config(door.uri())).build();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private static Config config(URI uri) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(uri.toString())
        .withWatchReconnectLimit(0)
        .withHttp2Disable(true)
        .build();
  }

  @AfterEach
  void close() {
    client.close();
    door.close();
    admin.close();
    api.close();
  }

  @Test
  void showsOneNamespaceAsAnother() {
    admin.resource(pod("shop-3")).create();

    assertThat(client.pods().inNamespace("shop").list().getItems())
        .singleElement()
        .matches(pod -> pod.getMetadata().getNamespace().equals("shop"));
  }

  @Test
  void passesWatchesOn() throws InterruptedException {
    try (Watch watch = client.pods().inNamespace("shop").watch(new Told())) {
      assertThat(watch).isNotNull();

      admin.resource(pod("shop-4")).create();
      admin.resource(pod("shop-3")).create();

      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("ADDED in shop-3");
    }
  }

  private static Pod pod(String namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("chat-1")
        .withNamespace(namespace)
        .endMetadata()
        .build();
  }

  private final class Told implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      told.add(action + " in " + pod.getMetadata().getNamespace());
    }

    @Override
    public void onClose(WatcherException cause) {
      told.add("ended");
    }
  }
}
