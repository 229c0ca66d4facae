package io.fleetcanary.activity.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityInput;
import io.temporal.common.interceptors.Header;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server whose tokens come and go, and a worker that has them in a file. */
class CredentialsTest {
  private static final String FORBIDDEN =
      "configmaps \"chat\" is forbidden: User \"worker\" cannot get resource \"configmaps\" in API"
          + " group \"\" in the namespace \"shop\"";

  @TempDir private Path folder;
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private volatile String valid = "first";
  private volatile boolean allowed = true;
  private HttpServer server;
  private Clusters clusters;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    kubeconfig("first", url());
    clusters = clusters();
  }

  @AfterEach
  void stop() {
    clusters.close();
    server.stop(0);
  }

  @Test
  @DisplayName("F38: a token that is revoked is a state of its own, not an outage")
  void tellsRefusedCredentialsFromAnythingElse() {
    look();
    valid = "none";

    KubernetesClientException failure = failing();

    assertThat(Refused.behind(failure))
        .hasValueSatisfying(
            refused ->
                assertThat(refused)
                    .hasMessage(
                        "credentials refused: API server "
                            + url()
                            + "/ does not take those of kubeconfig "
                            + file()
                            + " any more (HTTP 401); renew it, it is read again at every try"));
  }

  @Test
  @DisplayName("F38: a token that was rotated is read again")
  void goesOnWithATokenThatWasRotated() throws IOException {
    look();
    valid = "second";
    kubeconfig("second", url());

    KubernetesClient held = clusters.client("eu-1");
    boolean inTheSameCall = succeeds(held);

    assertThat(inTheSameCall || succeeds(clusters.client("eu-1"))).isTrue();
    assertThat(shown).endsWith("Bearer second");
  }

  @Test
  @DisplayName("F38: a token that was revoked is tried until another one is there")
  void recoversAsSoonAsTheFileIsReplaced() throws IOException {
    valid = "second";
    failing();
    failing();

    kubeconfig("second", url());

    look();
    assertThat(shown).endsWith("Bearer second");
  }

  @Test
  void keepsItsClientWhileTheFileHasNothingNew() {
    valid = "none";
    KubernetesClient first = clusters.client("eu-1");
    failing();

    assertThat(clusters.client("eu-1")).isSameAs(first);
  }

  @Test
  void takesWhatTheApiServerTakesAgain() {
    valid = "none";
    failing();

    valid = "first";

    look();
  }

  @Test
  void isNotLedToAnotherCluster() throws IOException {
    valid = "none";
    KubernetesClient first = clusters.client("eu-1");
    failing();

    kubeconfig("second", "http://127.0.0.1:1");

    assertThat(clusters.client("eu-1")).isSameAs(first);
  }

  @Test
  void isSaidInTheHistory() {
    valid = "none";

    assertThat(told(failing())).startsWith("credentials refused: API server http://127.0.0.1:");
  }

  @Test
  @DisplayName("F38: a right that was taken away is named")
  void namesTheRightThatIsMissing() {
    look();
    allowed = false;

    assertThat(told(failing())).isEqualTo("right missing (HTTP 403), grant it: " + FORBIDDEN);
  }

  private static String told(RuntimeException failure) {
    var calls = new RetryWhenAsked().interceptActivity(new Failing(failure));
    ApplicationFailure told =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> calls.execute(new ActivityInput(Header.empty(), new Object[0])));
    assertThat(told.isNonRetryable()).isFalse();
    return told.getOriginalMessage();
  }

  private void look() {
    assertThat(clusters.client("eu-1").configMaps().inNamespace("shop").withName("chat").get())
        .isNull();
  }

  private static boolean succeeds(KubernetesClient client) {
    try {
      client.configMaps().inNamespace("shop").withName("chat").get();
      return true;
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  private KubernetesClientException failing() {
    return catchThrowableOfType(KubernetesClientException.class, this::look);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    shown.add(token);
    boolean known = ("Bearer " + valid).equals(token);
    int status = known ? allowed ? 404 : 403 : 401;
    byte[] body =
        """
        {"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": %d, "message": "%s"}
        """
            .formatted(status, status == 403 ? FORBIDDEN.replace("\"", "\\\"") : "no")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Path file() {
    return folder.resolve("config");
  }

  private void kubeconfig(String token, String url) throws IOException {
    Files.writeString(
        file(),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: eu-1, cluster: {server: "%s"}}]
        users: [{name: worker, user: {token: %s}}]
        contexts: [{name: eu-1, context: {cluster: eu-1, user: worker}}]
        current-context: eu-1
        """
            .formatted(url, token));
  }

  private Clusters clusters() {
    return new Clusters(
        new FleetInventory(
            List.of(
                new ClusterEntry(
                    "eu-1",
                    new TreeMap<>(),
                    new ApiAccess.Kubeconfig(file().toString(), "eu-1"),
                    new PrometheusAccess("http://localhost:9090", "", "pod"),
                    "fleetcanary"))));
  }
}
