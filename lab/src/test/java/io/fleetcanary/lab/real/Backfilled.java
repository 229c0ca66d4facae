package io.fleetcanary.lab.real;

import io.fleetcanary.lab.process.Answers;
import io.fleetcanary.lab.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A real Prometheus that has been running for half an hour and scraped once a minute, as promtool
 * puts it down. What comes late it scrapes from us, with the time at which it should have come.
 */
final class Backfilled implements AutoCloseable {
  static final int SCRAPES = 30;
  static final Duration SCRAPE = Duration.ofMinutes(1);
  static final String CANARY = "chat-canary-1";
  static final String STABLE = "chat-1";

  private static final Duration START = Duration.ofSeconds(60);

  private final Instant last = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final List<String> lines = new ArrayList<>();
  private final Path folder;
  private @Nullable ServerProcess process;
  private final LateScrapes late = new LateScrapes();
  private Duration clock = Duration.ZERO;
  private int port;

  Backfilled(Path folder) {
    this.folder = folder;
  }

  /** When the n-th scrape was; the thirtieth is the newest. */
  Instant scrape(int n) {
    return last.minus(SCRAPE.multipliedBy(SCRAPES - n));
  }

  /** From here on by a clock that is ahead by so much, or behind where this is negative. */
  Backfilled clock(Duration ahead) {
    clock = ahead;
    return this;
  }

  private void comesLate(String selector, int n, double value) {
    late.add(selector + " " + value + " " + scrape(n).toEpochMilli());
  }

  /** Stable answers 450 requests from one scrape to the next, 3 of them bad. */
  Backfilled stable(String namespace) {
    return series(requests(namespace, STABLE, "200"), i -> 447 * i)
        .series(requests(namespace, STABLE, "500"), i -> 3 * i);
  }

  /** The canary answers 50, now and then a bad one. */
  Backfilled canary(String namespace) {
    return canary(namespace, SCRAPES);
  }

  /** The same up to this scrape: what is newer is missing. */
  Backfilled canary(String namespace, int newest) {
    for (String status : List.of("200", "500")) {
      sometimes(
          requests(namespace, CANARY, status),
          i -> i > newest ? OptionalDouble.empty() : OptionalDouble.of(canaryAt(status, i)));
    }
    return this;
  }

  /** One that Prometheus gets only after some time. */
  void canaryComesLate(String namespace, int n) {
    for (String status : List.of("200", "500")) {
      comesLate(requests(namespace, CANARY, status), n, canaryAt(status, n));
    }
  }

  private static double canaryAt(String status, int scrape) {
    double bad = Math.floor(0.3 * scrape);
    return status.equals("500") ? bad : 50 * scrape - bad;
  }

  /** The counter of a pod's answers with this status. */
  static String requests(String namespace, String pod, String status) {
    return "http_requests_total{namespace=\"%s\",pod=\"%s\",status=\"%s\"}"
        .formatted(namespace, pod, status);
  }

  /** A series that every scrape has. */
  Backfilled series(String selector, IntToDoubleFunction value) {
    return sometimes(selector, scrape -> OptionalDouble.of(value.applyAsDouble(scrape)));
  }

  /** A series that some scrapes have. */
  Backfilled sometimes(String selector, IntFunction<OptionalDouble> value) {
    for (int i = 0; i <= SCRAPES; i++) {
      long at = scrape(i).plus(clock).getEpochSecond();
      value.apply(i).ifPresent(known -> lines.add(selector + " " + known + " " + at));
    }
    return this;
  }

  /** Starts it with what is there. */
  Backfilled start() {
    Parts parts = Parts.installed();
    try {
      ServerProcess started = ServerProcess.start("prometheus", folder, Map.of(), command(parts));
      process = started;
      started.awaitReady(new Answers(URI.create(url() + "/-/ready")), START);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Parts parts) throws IOException {
    Path samples = folder.resolve("samples.txt");
    Files.writeString(samples, String.join("\n", lines) + "\n# EOF\n");
    Path data = folder.resolve("data");
    said(
        parts.program("promtool").toString(),
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        samples.toString(),
        data.toString());
    Path configuration = Files.writeString(folder.resolve("prometheus.yml"), late.configuration());
    port = free();
    return List.of(
        parts.program("prometheus").toString(),
        "--config.file=" + configuration,
        "--storage.tsdb.path=" + data,
        "--web.listen-address=127.0.0.1:" + port,
        "--log.level=warn");
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    late.close();
  }

  private static void said(String... command) throws IOException {
    Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (promtool.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
