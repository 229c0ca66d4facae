package io.fleetcanary.lab.real;

import io.fleetcanary.lab.process.LoopbackPort;
import io.fleetcanary.lab.process.ServerProcess;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A Temporal development server with its UI, on loopback, with the search attributes of rollouts
 * registered. What it knows is in a file, so that it can be killed and started again; with a
 * write-ahead log, because with the default one every step of a rollout waits for the disk.
 */
public final class TemporalServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final SortedMap<String, String> SEARCH_ATTRIBUTES =
      new TreeMap<>(
          Map.of(
              "RolloutService", "Keyword",
              "RolloutPhase", "Keyword",
              "RolloutRevision", "Keyword",
              "RolloutNeedsApproval", "Bool"));

  private final Path folder;
  private final List<String> command;
  private final String address;
  private final URI ui;
  private ServerProcess process;

  private TemporalServer(Path cli, Path folder, int port, int uiPort) {
    this.folder = folder.toAbsolutePath();
    this.command = command(cli, this.folder.resolve("temporal.db"), port, uiPort);
    this.address = "127.0.0.1:" + port;
    this.ui = URI.create("http://127.0.0.1:" + uiPort + "/");
    this.process = ServerProcess.start("temporal", this.folder, Map.of(), command);
  }

  /**
   * Starts a server on Temporal's usual ports, or on others where those are taken, and waits until
   * it serves.
   *
   * @param cli the {@code temporal} program
   * @param folder where its log and its file go
   */
  public static TemporalServer start(Path cli, Path folder) {
    int port = LoopbackPort.preferring(7233);
    int uiPort = LoopbackPort.preferring(8233);
    TemporalServer server = new TemporalServer(cli, folder, port, uiPort);
    try {
      server.awaitReady();
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Kills it (-9), starts it again on what it had written, and waits until it serves. */
  public void restart() {
    process.close();
    process = ServerProcess.start("temporal", folder, Map.of(), command);
    awaitReady();
  }

  /** {@code host:port} for workers and clients; the namespace is {@code default}. */
  public String address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  /** Where people look. */
  public URI ui() {
    return ui;
  }

  @Override
  public void close() {
    process.close();
  }

  private static List<String> command(Path cli, Path file, int port, int uiPort) {
    List<String> command =
        new ArrayList<>(
            List.of(
                cli.toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--ui-ip",
                "127.0.0.1"));
    command.addAll(List.of("--db-filename", file.toString()));
    command.addAll(List.of("--sqlite-pragma", "journal_mode=wal"));
    command.addAll(List.of("--sqlite-pragma", "synchronous=normal"));
    command.addAll(List.of("--port", "" + port, "--ui-port", "" + uiPort));
    command.addAll(List.of("--log-level", "error", "--ui-disable-news-fetch"));
    SEARCH_ATTRIBUTES.forEach(
        (name, type) -> command.addAll(List.of("--search-attribute", name + "=" + type)));
    return command;
  }

  /** The search attributes are the last thing to appear. */
  private void awaitReady() {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(address)
                .validateAndBuildWithDefaults());
    try {
      process.awaitReady(() -> searchAttributesRegistered(operator), START);
    } finally {
      operator.shutdownNow();
      operator.awaitTermination(1, TimeUnit.SECONDS);
    }
  }

  private static boolean searchAttributesRegistered(OperatorServiceStubs operator) {
    var request = ListSearchAttributesRequest.newBuilder().setNamespace("default").build();
    try {
      return operator
          .blockingStub()
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .listSearchAttributes(request)
          .getCustomAttributesMap()
          .keySet()
          .containsAll(SEARCH_ATTRIBUTES.keySet());
    } catch (StatusRuntimeException e) {
      return false;
    }
  }
}
