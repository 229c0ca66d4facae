package io.fleetcanary.lab.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.embedded.api.MockApi;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watch through two proxies that read, encrypted before each, to an embedded API server. */
@Timeout(60)
class WatchedThroughTest {
  private final OwnCertificate certificate = OwnCertificate.of("127.0.0.1");
  private final MockApi api = new MockApi();
  private final KubernetesClient admin = api.client();
  private final Traps traps = new Traps();
  private final Cable inner = cable(Upstream.plain("127.0.0.1", api.uri().getPort()));
  private final Cable outer = cable(Upstream.tls("127.0.0.1", inner.port(), trust()));
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final KubernetesClient client = client("https://127.0.0.1:" + outer.port());

  @AfterEach
  void close() {
    client.close();
    outer.close();
    inner.close();
    admin.close();
    api.close();
  }

  private Cable cable(Upstream upstream) {
    return Cable.onLoopback(new Reading(traps, Door.tls(certificate.tls()), upstream));
  }

  private SSLContext trust() {
    try {
      return SSLUtils.sslContext(
          new ConfigBuilder(Config.empty()).withCaCertData(authority()).build());
    } catch (IOException | GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String authority() {
    return Base64.getEncoder().encodeToString(certificate.pem().getBytes(UTF_8));
  }

  private KubernetesClient client(String url) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withCaCertData(authority())
            .withWatchReconnectLimit(0)
            .withHttp2Disable(true)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Test
  void hearsOfEveryChange() throws InterruptedException {
    try (Watch watch = watch(client)) {
      assertThat(watch).isNotNull();
      admin.resource(pod()).create();
      admin.resource(pod()).delete();

      assertThat(next()).isEqualTo("ADDED chat-1");
      assertThat(next()).isEqualTo("DELETED chat-1");
    }
    assertThat(client.pods().inNamespace("shop").list().getItems()).isEmpty();
  }

  @Test
  void endsWhereTheLineIsCut() throws InterruptedException {
    try (Watch watch = watch(client)) {
      assertThat(watch).isNotNull();

      outer.cut();

      assertThat(next()).startsWith("ended");
    }
  }

  @Test
  void saysNothingWhereTheLineIsHalfOpen() throws InterruptedException {
    try (Watch watch = watch(client)) {
      assertThat(watch).isNotNull();
      outer.halfOpen();

      admin.resource(pod()).create();
      inner.cut();

      assertThat(told.poll(1, TimeUnit.SECONDS)).isNull();
    }
  }

  @Test
  void isRefusedWhereOnlyAnswersArePassedOn() {
    try (HttpListener nobody = HttpListener.onLoopback(request -> Answer.text(200, ""));
        KubernetesClient there = client(nobody.uri().toString())) {

      assertThatThrownBy(() -> watch(there)).hasStackTraceContaining("501");
    }
  }

  private Watch watch(KubernetesClient by) {
    return by.pods().inNamespace("shop").watch(new Told(told));
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS));
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("chat-1")
        .withNamespace("shop")
        .endMetadata()
        .build();
  }

  private record Told(BlockingQueue<String> told) implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      told.add(action + " " + pod.getMetadata().getName());
    }

    @Override
    public void onClose() {}

    @Override
    public void onClose(WatcherException cause) {
      told.add("ended: " + cause.getMessage());
    }
  }
}
