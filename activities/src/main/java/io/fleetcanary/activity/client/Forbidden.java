package io.fleetcanary.activity.client;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A right that is missing, or was taken away; Kubernetes itself says which. */
final class Forbidden {
  private Forbidden() {}

  /** One sentence; empty when something else is behind the failure. */
  static Optional<String> behind(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .filter(refused -> refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN)
        .findFirst()
        .map(refused -> "right missing (HTTP 403), grant it: " + said(refused));
  }

  private static String said(KubernetesClientException refused) {
    Status status = refused.getStatus();
    String words = status == null ? refused.getMessage() : status.getMessage();
    return String.valueOf(words).lines().findFirst().orElse("");
  }
}
