package io.fleetcanary.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxiedClusterTest {
  private final OwnCertificate authority = OwnCertificate.of("127.0.0.1");
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private final Traps traps = new Traps();
  private HttpsServer server;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.tls()));
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsEncryptedRequestsAndPassesTheTokenOn() throws IOException {
    assertThat(lookAs("token: secret")).isEqualTo("chat");

    assertThat(credentials).containsExactly("Bearer secret");
    assertThat(traps.passages())
        .singleElement()
        .matches(it -> it.what().endsWith("/configmaps/chat"));
  }

  @Test
  void keepsItsOwnTokenToItselfWhereItHasACertificate() throws IOException {
    assertThat(lookAs("username: nobody")).isEqualTo("chat");

    assertThat(credentials).containsExactly("");
  }

  @Test
  void letsNobodyInWithoutItsTokenWhereItHasACertificate() throws IOException {
    ProxiedCluster cluster =
        new ProxiedCluster(kubeconfig("username: nobody"), "eu-1", "127.0.0.1");
    try (Cable cable = Cable.onLoopback(new Reading(traps, cluster.door(), cluster.upstream()))) {
      String stolen =
          cluster
              .kubeconfig("127.0.0.1", cable.port())
              .replaceAll("\"token\" : \".", "\"token\" : \"x");

      KubernetesClientException refused =
          catchThrowableOfType(KubernetesClientException.class, () -> look(stolen));

      assertThat(refused.getCode()).isEqualTo(401);
      assertThat(credentials).isEmpty();
    }
  }

  private String lookAs(String user) throws IOException {
    ProxiedCluster cluster = new ProxiedCluster(kubeconfig(user), "eu-1", "127.0.0.1");
    try (Cable cable = Cable.onLoopback(new Reading(traps, cluster.door(), cluster.upstream()))) {
      return look(cluster.kubeconfig("127.0.0.1", cable.port()));
    }
  }

  private String look(String kubeconfig) throws IOException {
    Path file = Files.writeString(folder.resolve("proxy.kubeconfig"), kubeconfig);
    Config config = Config.fromKubeconfig("eu-1", file.toFile());
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return client.configMaps().inNamespace("shop").withName("chat").get().getMetadata().getName();
    }
  }

  private Path kubeconfig(String user) throws IOException {
    byte[] pem = authority.pem().getBytes(StandardCharsets.UTF_8);
    return Files.writeString(
        folder.resolve("direct.kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
        users: [{name: u, user: {%s}}]
        contexts: [{name: eu-1, context: {cluster: c, user: u}}]
        """
            .formatted(
                server.getAddress().getPort(), Base64.getEncoder().encodeToString(pem), user));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    credentials.add(shown == null ? "" : shown);
    byte[] body =
        "{\"kind\": \"ConfigMap\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"chat\"}}"
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
