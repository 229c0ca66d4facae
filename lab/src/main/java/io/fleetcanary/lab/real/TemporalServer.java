package io.fleetcanary.lab.real;

import io.fleetcanary.lab.process.LoopbackPort;
import io.fleetcanary.lab.process.ServerProcess;
import io.fleetcanary.workflow.client.SearchAttributeRegistry;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Temporal development server with its UI, on loopback, with the search attributes of rollouts
 * registered. What it knows is in a file, so that it can be killed and started again; with a
 * write-ahead log, because with the default one every step of a rollout waits for the disk.
 */
public final class TemporalServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String DATABASE = "temporal.db";

  private final Path folder;
  private final List<String> command;
  private final String address;
  private final URI ui;
  private ServerProcess process;

  private TemporalServer(Path cli, Path folder, int port, int uiPort) {
    this.folder = folder.toAbsolutePath();
    this.command = command(cli, this.folder.resolve(DATABASE), port, uiPort);
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
    TemporalServer server = startBare(cli, folder);
    server.orClose(server::createSearchAttributes);
    return server;
  }

  /** The same, as it comes: without the search attributes of rollouts. */
  public static TemporalServer startBare(Path cli, Path folder) {
    int port = LoopbackPort.preferring(7233);
    int uiPort = LoopbackPort.preferring(8233);
    TemporalServer server = new TemporalServer(cli, folder, port, uiPort);
    server.orClose(server::awaitReady);
    return server;
  }

  private void orClose(Runnable step) {
    try {
      step.run();
    } catch (IllegalStateException | StatusRuntimeException e) {
      close();
      throw e;
    }
  }

  /** Kills it (-9), starts it again on what it had written, and waits until it serves. */
  public void restart() {
    process.close();
    resume();
  }

  /** Stops it where it is, until it is thawed: whoever asks it waits. */
  public void freeze() {
    process.freeze();
  }

  public void thaw() {
    process.thaw();
  }

  /**
   * Copies what it knows, as a backup would: it stands still meanwhile, so that its file and the
   * log beside that belong together.
   *
   * @param to a folder that is not there yet
   */
  public void backUp(Path to) {
    freeze();
    try {
      Files.createDirectories(to);
      copy(folder, to);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      thaw();
    }
  }

  /** Kills it (-9), and starts it again with what it knew when {@code backup} was made. */
  public void restore(Path backup) {
    process.close();
    try {
      for (Path file : files(folder)) {
        Files.delete(file);
      }
      copy(backup, folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    resume();
  }

  private void resume() {
    process = ServerProcess.start("temporal", folder, Map.of(), command);
    awaitReady();
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  /** The database and what it has beside it. */
  private static List<Path> files(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.filter(file -> file.getFileName().toString().startsWith(DATABASE)).toList();
    }
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
    return command;
  }

  private void awaitReady() {
    try (SearchAttributeRegistry registry = registry()) {
      process.awaitReady(() -> has(registry, Set.of()), START);
    }
  }

  private void createSearchAttributes() {
    try (SearchAttributeRegistry registry = registry()) {
      registry.create(RolloutAttributes.all());
      process.awaitReady(() -> has(registry, RolloutAttributes.all().keySet()), START);
    }
  }

  private SearchAttributeRegistry registry() {
    TemporalConnection connection =
        TemporalConnection.plain(address, TemporalConnection.DEFAULT_NAMESPACE);
    return new SearchAttributeRegistry(connection.options().build(), connection.namespace());
  }

  private static boolean has(SearchAttributeRegistry registry, Set<String> names) {
    try {
      return registry.existing().keySet().containsAll(names);
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }
}
