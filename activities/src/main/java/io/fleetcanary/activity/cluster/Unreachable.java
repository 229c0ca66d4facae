package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** An API server that gave no answer; the client's own message says only that an error occurred. */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String REFUSED = "connection refused";

  private Unreachable(String message, KubernetesClientException cause) {
    super(message, cause);
  }

  /** The failure itself where the API server has answered. */
  public static RuntimeException orElse(
      KubernetesClientException failure, KubernetesClient client) {
    return root(failure)
        .<RuntimeException>map(
            why ->
                new Unreachable(
                    "API server " + client.getMasterUrl() + " cannot be reached: " + why, failure))
        .orElse(failure);
  }

  private static Optional<String> root(KubernetesClientException failure) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    boolean nameless =
        causes.stream()
            .anyMatch(
                cause ->
                    cause instanceof UnresolvedAddressException
                        || cause instanceof UnknownHostException);
    return nameless
        ? Optional.of("its host name is unknown")
        : causes.stream()
            .filter(cause -> cause instanceof IOException || cause instanceof TimeoutException)
            .map(Unreachable::words)
            .reduce((outer, inner) -> outer.equals(REFUSED) ? outer : inner);
  }

  /** A refused connection carries no message that people would understand. */
  private static String words(Throwable cause) {
    if (cause.getMessage() != null) {
      return cause.getMessage();
    }
    return cause instanceof ConnectException ? REFUSED : cause.getClass().getSimpleName();
  }
}
