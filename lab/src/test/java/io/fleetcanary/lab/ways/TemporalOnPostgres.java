package io.fleetcanary.lab.ways;

import io.fleetcanary.lab.journal.Postgres;
import io.fleetcanary.lab.process.LoopbackPort;
import io.fleetcanary.lab.process.ServerProcess;
import io.fleetcanary.lab.real.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * Temporal with PostgreSQL as {@code docker-compose.temporal.yml} has them, as processes instead of
 * containers: the same server, the same schema tool, the file's own scripts and settings on the
 * file's own ports. Only where parts find each other and files is put in by us.
 */
final class TemporalOnPostgres implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int PORT = 7233;
  private static final Duration START = Duration.ofSeconds(90);

  private final Path folder;
  private final Postgres database;
  private final Shell tools;
  private ServerProcess server;

  private TemporalOnPostgres(Path folder) throws IOException {
    this.folder = folder;
    tools = Shell.withTemporalsOwn(folder, address());
    SortedMap<String, String> owner = Compose.environment("postgresql");
    database = Postgres.start(owner.get("POSTGRES_USER"), owner.get("POSTGRES_PASSWORD"));
    run("temporal-schema");
    run("temporal-schema");
    server = startServer();
    run("temporal-namespace");
    run("temporal-namespace");
  }

  /**
   * Starts all of it, in the order of the file; the scripts run twice, as at a second start.
   *
   * @param folder is made
   */
  static TemporalOnPostgres start(Path folder) throws IOException {
    return new TemporalOnPostgres(folder);
  }

  /** {@code host:port}; the namespace is {@code default}. */
  String address() {
    return HOST + ":" + PORT;
  }

  /** Kills the server (-9), and starts it again on what PostgreSQL has. */
  void killAndStart() throws IOException {
    server.close();
    server = startServer();
  }

  @Override
  public void close() {
    server.close();
    database.close();
  }

  private void run(String service) throws IOException {
    String schemas = Parts.installed().cache().resolve("temporal-schema").toString();
    String script = Compose.script(service).replace("/etc/temporal/schema", schemas);
    Files.writeString(tools.file(service), script);
    StringBuilder line = new StringBuilder("env");
    located(service).forEach((name, value) -> line.append(" " + name + "='" + value + "'"));
    tools.succeeds(line + " sh -eu " + service);
  }

  private ServerProcess startServer() throws IOException {
    SortedMap<String, String> settings = located("temporal");
    settings.put("TEMPORAL_BROADCAST_ADDRESS", HOST); // as the image's own script does
    String dynamic = Compose.config("dynamic");
    settings.replace(
        "DYNAMIC_CONFIG_FILE_PATH",
        Files.writeString(folder.resolve("dynamic.yaml"), dynamic).toString());
    String program = Parts.installed().program("temporal-server").toString();
    ServerProcess started =
        ServerProcess.start("temporal-server", folder, settings, List.of(program, "start"));
    started.awaitReady(() -> LoopbackPort.answers(PORT), START);
    return started;
  }

  /** A service's variables, with our address where they name another service. */
  private SortedMap<String, String> located(String service) {
    SortedMap<String, String> environment = Compose.environment(service);
    environment.replace("POSTGRES_SEEDS", "postgresql", HOST);
    environment.replace("TEMPORAL_ADDRESS", "temporal:7233", address());
    return environment;
  }
}
