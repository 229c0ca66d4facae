package io.fleetcanary.activity.rollout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where requests to an API server come in. Servers of tests have one for each who asks. */
class Door implements AutoCloseable {
  private static final Pattern LOCK =
      Pattern.compile("\"preconditions\":\\{\"resourceVersion\":\"(\\d+)\"");
  private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\"(\\d+)\"");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final KubernetesCrudDispatcher server;
  private final HttpServer listening;

  Door(KubernetesCrudDispatcher server) throws IOException {
    this.server = server;
    listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listening.setExecutor(threads);
    listening.createContext("/", this::pass);
    listening.start();
  }

  final String url() {
    return "http://localhost:" + listening.getAddress().getPort();
  }

  private void pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    MockResponse response =
        let(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            new String(body, StandardCharsets.UTF_8));
    byte[] answer = text(response).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.code(), answer.length == 0 ? -1 : answer.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer);
    }
  }

  /** Lets a request through. */
  MockResponse let(String method, String path, String body) {
    return method.equals("DELETE") && stale(path, body)
        ? new MockResponse().setResponseCode(409).setBody("{}")
        : ask(method, path, body);
  }

  /** Real API servers obey the precondition of a deletion, the mock one does not. */
  private boolean stale(String path, String body) {
    Matcher wanted = LOCK.matcher(body);
    MockResponse now = ask("GET", path, "");
    Matcher live = VERSION.matcher(text(now));
    return wanted.find() && live.find() && !wanted.group(1).equals(live.group(1));
  }

  /** One after the other: between look and write of the mock others could write. */
  private MockResponse ask(String method, String path, String body) {
    Buffer buffer = new Buffer(body.getBytes(StandardCharsets.UTF_8));
    synchronized (server) {
      return server.dispatch(
          new RecordedRequest(
              "HTTP/1.1", HttpMethod.valueOf(method), path, Headers.builder().build(), buffer));
    }
  }

  private static String text(MockResponse response) {
    Buffer body = response.getBody();
    return body == null ? "" : new String(body.getBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    listening.stop(0);
    threads.close();
  }
}
