package io.fleetcanary.lab.real;

import io.fleetcanary.lab.process.Answers;
import io.fleetcanary.lab.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One Prometheus for all clusters. It scrapes every second whatever pods it is told of. */
final class Prometheus implements AutoCloseable {
  private static final int PORT = 9090;
  private static final Duration START = Duration.ofSeconds(60);

  private final ServerProcess process;

  private Prometheus(ServerProcess process) {
    this.process = process;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param targets answers Prometheus' HTTP service discovery
   */
  static Prometheus start(Parts parts, Path folder, URI targets) {
    Path configuration = folder.resolve("prometheus.yml");
    try {
      Files.writeString(
          Files.createDirectories(folder).resolve(configuration),
          """
          global: {scrape_interval: 1s, scrape_timeout: 1s}
          scrape_configs:
            - job_name: pods
              http_sd_configs: [{url: "%s", refresh_interval: 1s}]
          """
              .formatted(targets));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            parts.program("prometheus").toString(),
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + folder.resolve("prometheus"),
            "--web.listen-address=127.0.0.1:" + PORT,
            "--log.level=warn");
    Prometheus prometheus =
        new Prometheus(ServerProcess.start("prometheus", folder, Map.of("GOGC", "50"), command));
    prometheus.process.awaitReady(new Answers(prometheus.uri("/-/ready")), START);
    return prometheus;
  }

  /** Base URL, without a slash at its end. */
  URI uri() {
    return uri("");
  }

  @Override
  public void close() {
    process.close();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + PORT + path);
  }
}
