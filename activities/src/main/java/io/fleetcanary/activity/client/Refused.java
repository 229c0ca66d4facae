package io.fleetcanary.activity.client;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The API server is there, and does not take the credentials: expired, revoked, or rotated. */
public final class Refused extends KubernetesClientException {
  private static final long serialVersionUID = 1L;

  Refused(String server, String source) {
    super(
        "credentials refused: API server %s does not take those of %s any more (HTTP 401); renew it"
                .formatted(server, source)
            + ", it is read again at every try",
        HttpURLConnection.HTTP_UNAUTHORIZED,
        null);
  }

  /** The one behind a failure; the client wraps it. */
  public static Optional<Refused> behind(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(Refused.class::isInstance)
        .map(Refused.class::cast)
        .findFirst();
  }

  /** The failure itself where credentials are not behind it. */
  public static RuntimeException orElse(RuntimeException failure) {
    return behind(failure).<RuntimeException>map(refused -> refused).orElse(failure);
  }
}
