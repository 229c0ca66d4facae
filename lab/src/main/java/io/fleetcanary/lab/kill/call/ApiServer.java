package io.fleetcanary.lab.kill.call;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An API server, asked with the credentials of whoever asks. */
final class ApiServer implements HttpDoor.Behind, AutoCloseable {
  private static final List<String> PASSED_ON =
      List.of("Authorization", "Content-Type", "Accept", "User-Agent");

  private final HttpClient client;
  private final URI api;

  /**
   * Connects to one.
   *
   * @param config where it is and whom to trust
   */
  ApiServer(Config config) {
    api = URI.create(config.getMasterUrl());
    try {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(SSLUtils.sslContext(config))
              .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a client for " + api + " must be made", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Answer answer(Request request) throws IOException, InterruptedException {
    HttpRequest.Builder passed =
        HttpRequest.newBuilder(api.resolve(request.target()))
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    for (String name : PASSED_ON) {
      request.headers().get(name).ifPresent(value -> passed.header(name, value));
    }
    HttpResponse<byte[]> response = client.send(passed.build(), BodyHandlers.ofByteArray());
    Map<String, String> fields = new TreeMap<>();
    response.headers().firstValue("Content-Type").ifPresent(it -> fields.put("Content-Type", it));
    return new Answer(response.statusCode(), Headers.of(fields), response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
