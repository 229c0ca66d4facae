package io.fleetcanary.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.worker.Probe.Quick;
import io.fleetcanary.worker.file.InvalidConfigurationException;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

@Timeout(900)
class WorkerApplicationTest {
  private final int temporalPort = Eventually.freePort();

  private @Nullable ConfigurableApplicationContext runningWorker;
  private TestServer.@Nullable PortBoundTestServer runningTemporal;

  @TempDir private Path folder;
  private Path fleet = Path.of("");

  @BeforeEach
  void writeFleetFile() throws IOException {
    fleet =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            clusters:
              - name: eu-1
                inCluster: true
                prometheus: {url: "http://prometheus:9090"}
            """);
  }

  /** The worker first: it says goodbye to the server. */
  @AfterEach
  void stopAll() {
    if (runningWorker != null) {
      runningWorker.close();
    }
    if (runningTemporal != null) {
      runningTemporal.close();
    }
  }

  @Test
  void waitsForAServerThatIsNotThereYetAndSaysSo() throws InterruptedException {
    ConfigurableApplicationContext worker = startWorker();
    TemporalLifecycle lifecycle = worker.getBean(TemporalLifecycle.class);
    Eventually.until("a first attempt", () -> !lifecycle.trouble().isEmpty());

    HttpResponse<String> readiness = get(worker, "health/readiness");
    HttpResponse<String> liveness = get(worker, "health/liveness");

    assertThat(readiness.statusCode()).isEqualTo(503);
    assertThat(readiness.body())
        .contains("\"state\":\"WAITING\"", "\"reason\":\"UNAVAILABLE", "\"clusters\":1");
    assertThat(liveness.statusCode()).isEqualTo(200);
  }

  @Test
  void worksOnceTheServerIsThere() throws InterruptedException {
    ConfigurableApplicationContext worker = startWorker();
    TemporalLifecycle lifecycle = worker.getBean(TemporalLifecycle.class);
    Eventually.until("a first attempt", () -> !lifecycle.trouble().isEmpty());

    startTemporal();

    Eventually.until("readiness", () -> get(worker, "health/readiness").statusCode() == 200);
    assertThat(runErrand()).isEqualTo("done");
    Eventually.until(
        "metrics", () -> get(worker, "prometheus").body().contains("temporal_workflow_completed"));
  }

  @Test
  void isNotReadyWhileTheServerIsAway() throws InterruptedException {
    startTemporal();
    ConfigurableApplicationContext worker = startWorker();
    Eventually.until("readiness", () -> get(worker, "health/readiness").statusCode() == 200);

    stopTemporal();

    HttpResponse<String> readiness = get(worker, "health/readiness");
    assertThat(readiness.statusCode()).isEqualTo(503);
    assertThat(readiness.body()).contains("\"state\":\"POLLING\"");
  }

  @Test
  void doesNotStartWithAQueueThatNoClusterHas() {
    assertThatThrownBy(() -> startWorker("--fleetcanary.queues=fleetcanary,eu-2"))
        .rootCause()
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(fleet + ":\n  fleetcanary.queues must be among fleetcanary, got eu-2");
  }

  private String runErrand() {
    TemporalConnection connection =
        TemporalConnection.plain("127.0.0.1:" + temporalPort, "default");
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    try {
      return Probe.start(connection.client(stubs), "fleetcanary").getResult(String.class);
    } finally {
      stubs.shutdownNow();
    }
  }

  private void stopTemporal() {
    Objects.requireNonNull(runningTemporal).close();
    runningTemporal = null;
  }

  private void startTemporal() {
    runningTemporal = TestServer.createPortBoundServer(temporalPort);
  }

  private ConfigurableApplicationContext startWorker(String... args) {
    ConfigurableApplicationContext worker = application().run(args);
    runningWorker = worker;
    return worker;
  }

  private SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(WorkerApplication.class, Registrations.class)
        .properties(
            "server.port=0",
            "TEMPORAL_ADDRESS=127.0.0.1:" + temporalPort,
            "fleetcanary.fleet=" + fleet);
  }

  private static HttpResponse<String> get(ConfigurableApplicationContext worker, String endpoint) {
    String port = worker.getEnvironment().getProperty("local.server.port");
    URI uri = URI.create("http://127.0.0.1:%s/actuator/%s".formatted(port, endpoint));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Registrations {
    @Bean
    @Primary
    Registration probe() {
      return Probe.registration(new Quick("done"), new Quick("back"));
    }
  }
}
