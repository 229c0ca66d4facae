package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** An API server that gave no answer; the client's own message says only that an error occurred. */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

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
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(cause -> cause instanceof IOException || cause instanceof TimeoutException)
        .reduce((outer, inner) -> inner)
        .map(
            cause ->
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }
}
