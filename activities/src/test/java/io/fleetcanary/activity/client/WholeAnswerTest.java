package io.fleetcanary.activity.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WholeAnswerTest {
  @Test
  @Timeout(60)
  void givesUpAnAnswerThatDoesNotEnd() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", WholeAnswerTest::beginAndStop);
    server.start();
    try (KubernetesClient client = client(server.getAddress().getPort())) {

      assertThatThrownBy(() -> client.configMaps().inNamespace("shop").withName("chat").get())
          .isInstanceOf(KubernetesClientException.class)
          .hasStackTraceContaining("answer must be whole within 1 s once it has begun, got part");
    } finally {
      server.stop(0);
    }
  }

  private static KubernetesClient client(int port) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:" + port)
                .withRequestRetryBackoffLimit(0)
                .build())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("whole", new WholeAnswer(Duration.ofSeconds(1))))
        .build();
  }

  /** The exchange stays open: it is closed with the server. */
  private static void beginAndStop(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000);
    exchange.getResponseBody().write(new byte[] {123});
    exchange.getResponseBody().flush();
  }
}
