package io.fleetcanary.lab.journal;

import io.fleetcanary.lab.process.LoopbackPort;
import io.fleetcanary.lab.process.ServerProcess;
import io.fleetcanary.lab.real.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL of its own on loopback, which can be killed and started again on what it had
 * written. It refuses to run as root, so that it runs as nobody where we are root.
 */
public final class Postgres implements AutoCloseable {
  static final String USER = "keeper";
  static final String PASSWORD = "s3cret-of-the-keeper";

  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final int port = LoopbackPort.preferring(5432);
  private ServerProcess process;

  private Postgres(Path folder, String user) {
    this.folder = folder;
    run(
        "initdb",
        "--pgdata=" + folder.resolve("data"),
        "--username=" + user,
        "--pwfile=" + folder.resolve("password"),
        "--auth=scram-sha-256",
        "--no-sync");
    process = server();
  }

  /** Makes a database and waits until it serves. */
  static Postgres start() {
    return start(USER, PASSWORD);
  }

  /** The same, whose owner has this name. */
  public static Postgres start(String user, String password) {
    try {
      Path folder = Files.createTempDirectory("fleetcanary-postgres-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path secret = Files.writeString(folder.resolve("password"), password);
      if (isRoot()) {
        var nobody =
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(folder, nobody);
        Files.setOwner(secret, nobody);
      }
      return new Postgres(folder, user);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Kills it (-9). */
  void kill() {
    process.close();
  }

  void startAgain() {
    process = server();
  }

  private ServerProcess server() {
    ServerProcess started =
        ServerProcess.start(
            "postgres",
            folder,
            Map.of(),
            command(
                "postgres",
                "-D",
                folder.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
    started.awaitReady(() -> LoopbackPort.answers(port), START);
    return started;
  }

  private void run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(command[0] + ".log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            command[0] + " failed: " + Files.readString(folder.resolve(command[0] + ".log")));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    command.set(0, real(Parts.installed().program(words[0])).toString());
    if (isRoot()) {
      command.addAll(0, List.of("setpriv", "--reuid=nobody", "--clear-groups"));
    }
    return command;
  }

  /** Nobody may not look into the cache, where links to the programs are. */
  private static Path real(Path link) {
    try {
      return link.toRealPath();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  @Override
  public void close() {
    process.close();
  }
}
