package io.fleetcanary.lab.bench.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.lab.dataplane.http.Request;
import io.fleetcanary.lab.dataplane.http.Upgrade;
import io.fleetcanary.lab.dataplane.http.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes one namespace of a cluster look like another: so that ten namespaces of one API server can
 * stand for ten clusters, which all have the service in the same namespace.
 */
final class NamespaceDoor implements HttpListener.Handler, AutoCloseable {
  private final HttpClient client;
  private final URI api;
  private final String shown;
  private final String real;
  private final HttpListener listener = HttpListener.onLoopback(this);

  private NamespaceDoor(HttpClient client, URI api, String shown, String real) {
    this.client = client;
    this.api = api;
    this.shown = shown;
    this.real = real;
  }

  /**
   * Opens one.
   *
   * @param behind how to reach the API server; who calls must bring a token
   * @param shown the namespace that callers name
   */
  static NamespaceDoor open(Config behind, String shown, String real) {
    try {
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(SSLUtils.sslContext(behind))
              .build();
      return new NamespaceDoor(client, URI.create(behind.getMasterUrl()), shown, real);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a client for " + behind.getMasterUrl() + " must be made", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return listener.uri();
  }

  @Override
  public void close() {
    listener.close();
    client.shutdownNow();
  }

  /** A watch. Nobody looks at the namespace of what it tells, so that is left as it is. */
  @Override
  public boolean upgrade(Request request, Wire near) throws IOException {
    Request inside =
        new Request(request.method(), inside(request.target()), request.headers(), request.body());
    try (Wire far = new Wire(connect())) {
      return Upgrade.pass(inside, near, far, () -> true);
    }
  }

  private Socket connect() throws IOException {
    return "https".equals(api.getScheme())
        ? client.sslContext().getSocketFactory().createSocket(api.getHost(), api.getPort())
        : new Socket(api.getHost(), api.getPort());
  }

  private String inside(String target) {
    return target.replace("/namespaces/" + shown, "/namespaces/" + real);
  }

  @Override
  public Answer answer(Request request) throws InterruptedException {
    HttpRequest.Builder inside =
        HttpRequest.newBuilder(api.resolve(inside(request.target())))
            .method(
                request.method(), BodyPublishers.ofString(renamed(request.body(), shown, real)));
    for (String name : new String[] {"Authorization", "Content-Type", "Accept", "User-Agent"}) {
      request.headers().get(name).ifPresent(value -> inside.header(name, value));
    }
    try {
      HttpResponse<byte[]> response = client.send(inside.build(), BodyHandlers.ofByteArray());
      Map<String, String> fields = new TreeMap<>();
      response.headers().firstValue("Content-Type").ifPresent(it -> fields.put("Content-Type", it));
      return new Answer(
          response.statusCode(),
          Headers.of(fields),
          renamed(response.body(), real, shown).getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String renamed(byte[] body, String from, String to) {
    return new String(body, UTF_8)
        .replace("\"namespace\":\"" + from + "\"", "\"namespace\":\"" + to + "\"");
  }
}
