package io.fleetcanary.lab.real;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target whose samples say themselves when they were taken: remote write that is behind. */
final class LateScrapes implements AutoCloseable {
  /** After so many scrapes, one a second: a watch has looked by then, and not for the last time. */
  private static final int SILENT = 3;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private int silent = SILENT;

  LateScrapes() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/metrics", this::answer);
    server.start();
  }

  /** A line of the text format, with its time. */
  void add(String line) {
    lines.add(line);
  }

  /** How Prometheus is told of it. */
  String configuration() {
    return """
    storage: {tsdb: {out_of_order_time_window: 1h}}
    scrape_configs:
    - job_name: late
      scrape_interval: 1s
      scrape_timeout: 1s
      static_configs: [{targets: ['127.0.0.1:%d']}]
      metric_relabel_configs: [{action: labeldrop, regex: 'instance|job'}]
    """
        .formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean speaks = !lines.isEmpty() && silent-- <= 0;
    String text = speaks ? String.join("\n", lines) + "\n" : "";
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
