package io.fleetcanary.lab.demo;

import io.fleetcanary.lab.process.InProcessTemporal;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.client.TemporalConnection;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Temporal server of a demo: the one at TEMPORAL_ADDRESS, else a development server by a {@code
 * temporal} program that is at hand, else the one in this process.
 *
 * @param address {@code host:port}
 * @param ui where people look, if there is a UI
 * @param kind what it is, for people
 */
record DemoTemporal(String address, Optional<URI> ui, String kind, Runnable ending)
    implements AutoCloseable {

  /**
   * The best there is.
   *
   * @throws CommandException if TEMPORAL_ADDRESS does not answer
   */
  static DemoTemporal choose(Map<String, String> environment, boolean inProcess, Path folder)
      throws IOException {
    String given = environment.getOrDefault("TEMPORAL_ADDRESS", "");
    if (!given.isEmpty()) {
      requireAnswer(given);
      return new DemoTemporal(given, Optional.empty(), "the server at TEMPORAL_ADDRESS", () -> {});
    }
    Optional<Path> program = inProcess ? Optional.empty() : program(environment);
    if (program.isPresent()) {
      TemporalServer server = TemporalServer.start(program.get(), folder);
      return new DemoTemporal(
          server.address(), Optional.of(server.ui()), "a development server", server::close);
    }
    InProcessTemporal server = InProcessTemporal.preferring(7233);
    return new DemoTemporal(
        server.address(),
        Optional.empty(),
        "the in-process server (no UI; --temporal real fetches one)",
        server::close);
  }

  /** Everything that follows would wait for a server that is not there, in silence. */
  private static void requireAnswer(String address) {
    TemporalConnection connection =
        TemporalConnection.plain(address, TemporalConnection.DEFAULT_NAMESPACE);
    try {
      Rollouts.connect(connection, Optional.empty()).close();
    } catch (CommandException silent) {
      throw new CommandException(
          silent.code(),
          silent.getMessage(),
          List.of("unset TEMPORAL_ADDRESS, and the demo brings a server of its own"),
          silent);
    }
  }

  /**
   * Fetches the {@code temporal} program into the cache, with its checksum pinned.
   *
   * @param home the checkout
   * @throws IllegalStateException if it cannot be had; the installer has said why
   */
  static void install(Path home) throws IOException, InterruptedException {
    Process installer =
        new ProcessBuilder(
                home.resolve("lab/real/install").toAbsolutePath().toString(), "--only", "temporal")
            .inheritIO()
            .start();
    if (installer.waitFor() != 0) {
      throw new IllegalStateException("the temporal program could not be fetched, see above");
    }
  }

  @Override
  public void close() {
    ending.run();
  }

  private static Optional<Path> program(Map<String, String> environment) {
    Stream<Path> onPath =
        Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "temporal"));
    Path cached = Parts.installed().cache().resolve("bin").resolve("temporal");
    return Stream.concat(onPath, Stream.of(cached)).filter(Files::isExecutable).findFirst();
  }
}
