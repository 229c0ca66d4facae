package io.fleetcanary.recovery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server that knows some objects, and does as it is told about the others. */
final class CannedApi implements AutoCloseable {
  private final HttpServer server;
  private final SortedMap<String, String> objects = new ConcurrentSkipListMap<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private volatile int otherwise = 404;

  CannedApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Knows an object by the last two parts of its path, e.g. {@code configmaps/chat}. */
  CannedApi with(String path, String json) {
    objects.put(path, json);
    return this;
  }

  /** What it answers about all others. */
  CannedApi otherwise(int status) {
    otherwise = status;
    return this;
  }

  List<String> writes() {
    return List.copyOf(writes);
  }

  Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig.yaml"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: eu, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: ann, user: {token: "a-secret"}}]
        contexts: [{name: eu-1, context: {cluster: eu, user: ann}}]
        """
            .formatted(server.getAddress().getPort()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (!exchange.getRequestMethod().equals("GET")) {
      writes.add(exchange.getRequestMethod() + " " + path);
    }
    Path parts = Path.of(path);
    String json =
        objects.get(parts.subpath(parts.getNameCount() - 2, parts.getNameCount()).toString());
    int status = json == null ? otherwise : 200;
    byte[] body = (json == null ? refusal(status) : json).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String refusal(int status) {
    return """
    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "as it was told", "code": %d}
    """
        .formatted(status);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
