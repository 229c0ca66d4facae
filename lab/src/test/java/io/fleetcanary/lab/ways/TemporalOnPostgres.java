package io.fleetcanary.lab.ways;

import io.fleetcanary.lab.journal.Postgres;
import io.fleetcanary.lab.process.LoopbackPort;
import io.fleetcanary.lab.process.ServerProcess;
import io.fleetcanary.lab.real.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Temporal with PostgreSQL as {@code docker-compose.temporal.yml} has them, as processes instead of
 * containers: the same server, the same tools, the file's own scripts and settings.
 */
final class TemporalOnPostgres implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);

  /** Where the image of the tools has the schemas. */
  private static final String SCHEMAS = "/etc/temporal/schema";

  private static final List<String> PORTS =
      List.of(
          "FRONTEND_MEMBERSHIP_PORT",
          "FRONTEND_HTTP_PORT",
          "HISTORY_GRPC_PORT",
          "HISTORY_MEMBERSHIP_PORT",
          "MATCHING_GRPC_PORT",
          "MATCHING_MEMBERSHIP_PORT",
          "WORKER_GRPC_PORT",
          "WORKER_MEMBERSHIP_PORT");

  private final Compose compose = Compose.read();
  private final Parts parts = Parts.installed();
  private final Path folder;
  private final Postgres database;
  private final int port = LoopbackPort.preferring(7233);
  private final SortedMap<String, String> settings;
  private @Nullable ServerProcess server;

  private TemporalOnPostgres(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    SortedMap<String, String> owner = compose.environment("postgresql");
    database = Postgres.start(owner.get("POSTGRES_USER"), owner.get("POSTGRES_PASSWORD"));
    settings = compose.environment("temporal");
    settings.putAll(where());
    settings.put("BIND_ON_IP", "127.0.0.1");
    settings.put("FRONTEND_GRPC_PORT", "" + port);
    PORTS.forEach(name -> settings.put(name, "" + LoopbackPort.preferring(0)));
    Path dynamic = this.folder.resolve("dynamic.yaml");
    settings.put(
        "DYNAMIC_CONFIG_FILE_PATH",
        Files.writeString(dynamic, compose.config("dynamic")).toString());
  }

  /** Starts all of it, in the order of the file; the scripts run twice, as at a second start. */
  static TemporalOnPostgres start(Path folder) throws IOException {
    TemporalOnPostgres started = new TemporalOnPostgres(folder);
    try {
      started.createDatabaseOfTheImage();
      started.runSchema();
      started.runSchema();
      started.startServer();
      started.runNamespace();
      started.runNamespace();
      return started;
    } catch (RuntimeException failure) {
      started.close();
      throw failure;
    }
  }

  /** {@code host:port}; the namespace is {@code default}. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Kills the server (-9), starts it again on what PostgreSQL has, and waits until it serves. */
  void restart() {
    Objects.requireNonNull(server).close();
    startServer();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    database.close();
  }

  private SortedMap<String, String> where() {
    return new TreeMap<>(Map.of("POSTGRES_SEEDS", "127.0.0.1", "DB_PORT", "" + database.port()));
  }

  /** The image of PostgreSQL makes one that is called as the user. */
  private void createDatabaseOfTheImage() {
    SortedMap<String, String> owner = compose.environment("postgresql");
    String user = owner.get("POSTGRES_USER");
    try (Connection connection =
            DriverManager.getConnection(database.url(), user, owner.get("POSTGRES_PASSWORD"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + user);
    } catch (SQLException failure) {
      throw new IllegalStateException("the database must be created", failure);
    }
  }

  private void runSchema() {
    SortedMap<String, String> environment = compose.environment("temporal-schema");
    environment.putAll(where());
    String schemas = parts.cache().resolve("temporal-schema").toString();
    run(
        "temporal-schema",
        compose.script("temporal-schema").replace(SCHEMAS, schemas),
        environment);
  }

  private void runNamespace() {
    SortedMap<String, String> environment = compose.environment("temporal-namespace");
    environment.put("TEMPORAL_ADDRESS", address());
    run("temporal-namespace", compose.script("temporal-namespace"), environment);
  }

  private void run(String name, String script, SortedMap<String, String> environment) {
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-euc", script);
    shell.environment().putAll(environment);
    shell.environment().put("PATH", parts.cache().resolve("bin") + ":" + System.getenv("PATH"));
    try {
      Process process = shell.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(name + " must end well, got\n" + said);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }

  private void startServer() {
    ServerProcess started =
        ServerProcess.start(
            "temporal-server",
            folder,
            settings,
            List.of(parts.program("temporal-server").toString(), "start"));
    server = started;
    started.awaitReady(this::listens, START);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
