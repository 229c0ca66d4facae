package io.fleetcanary.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker as a process of its own: what a pod's SIGTERM does. */
@Timeout(900)
class WorkerProcessTest {
  private final int port = Eventually.freePort();
  private final PortBoundTestServer temporal = TestServer.createPortBoundServer(port);
  private final TemporalConnection connection =
      TemporalConnection.plain("127.0.0.1:" + port, "default");
  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(connection.options().build());

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    temporal.close();
  }

  @Test
  void endsWhatItHasBegunWhenItIsToldToStop() throws Exception {
    Path log = folder.resolve("worker.log");
    Process worker = startWorker(log);
    try {
      WorkflowStub errand = Probe.start(connection.client(stubs), "fleetcanary");
      Eventually.until("the activity runs", () -> text(log).contains(ProbeWorker.BEGUN));

      worker.destroy(); // SIGTERM

      assertThat(worker.waitFor(4, TimeUnit.MINUTES)).isTrue();
      assertThat(worker.exitValue()).isEqualTo(128 + 15);
      assertThat(text(log))
          .contains("draining: taking no new work", "drained interrupted=\"false\"")
          .containsOnlyOnce(ProbeWorker.BEGUN);
      assertThat(activityResult(errand)).isEqualTo("\"ended\"");
    } finally {
      worker.destroyForcibly();
    }
  }

  /** No worker is left to decide, so the result stands in the history only. */
  private String activityResult(WorkflowStub errand) {
    return connection
        .client(stubs)
        .fetchHistory(Objects.requireNonNull(errand.getExecution()).getWorkflowId())
        .getEvents()
        .stream()
        .filter(event -> event.hasActivityTaskCompletedEventAttributes())
        .map(event -> event.getActivityTaskCompletedEventAttributes().getResult().getPayloads(0))
        .map(payload -> payload.getData().toStringUtf8())
        .findFirst()
        .orElse("none");
  }

  private Process startWorker(Path log) throws IOException {
    Path fleet =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            clusters:
              - name: eu-1
                inCluster: true
                prometheus: {url: "http://prometheus:9090"}
            """);
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ProbeWorker.class.getName(),
            "--server.port=0",
            "--fleetcanary.temporal.target=" + connection.target(),
            "--fleetcanary.drain=3m",
            "--fleetcanary.fleet=" + fleet);
    return java.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
