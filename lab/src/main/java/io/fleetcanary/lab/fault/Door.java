package io.fleetcanary.lab.fault;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.Request;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/**
 * Who comes in, and how. Where the proxy itself is known to the server by a certificate, whoever
 * comes must show a token instead, or anybody on this machine would have its rights.
 *
 * @param tls ends the encryption; none for plain HTTP
 * @param token that must be shown to the proxy and is not passed on; empty where everybody's own
 *     credentials are passed on as they are
 */
public record Door(Optional<SSLContext> tls, Optional<String> token) {
  /** Plain HTTP, credentials passed on. */
  public static final Door PLAIN = new Door(Optional.empty(), Optional.empty());

  /** HTTPS, credentials passed on. */
  public static Door tls(SSLContext certificate) {
    return new Door(Optional.of(certificate), Optional.empty());
  }

  Socket open(Socket socket) throws IOException {
    return tls.isEmpty() ? socket : tls.get().getSocketFactory().createSocket(socket, null, true);
  }

  Optional<Answer> denies(Request request) {
    return token
        .filter(
            wanted ->
                !request.headers().get("Authorization").equals(Optional.of("Bearer " + wanted)))
        .map(missing -> Answer.text(401, "the proxy's token must be shown\n"));
  }

  Request passing(Request request) {
    if (token.isEmpty()) {
      return request;
    }
    SortedMap<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.putAll(request.headers().fields());
    fields.remove("Authorization");
    return new Request(request.method(), request.target(), new Headers(fields), request.body());
  }
}
