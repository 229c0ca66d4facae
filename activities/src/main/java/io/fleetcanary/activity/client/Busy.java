package io.fleetcanary.activity.client;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The API server has asked to be left alone; the call was refused, or not even sent. */
public final class Busy extends KubernetesClientException {
  private static final long serialVersionUID = 1L;

  private final long millis;

  Busy(int status, Duration left) {
    super(
        "API server answers HTTP %d and asks to be left alone for %d s"
            .formatted(status, Math.ceilDiv(left.toMillis(), 1000)),
        status,
        null);
    millis = left.toMillis();
  }

  /** How long from when this was thrown. */
  Duration left() {
    return Duration.ofMillis(millis);
  }

  /** The one behind a failure; the client wraps it. */
  static Optional<Busy> behind(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(Busy.class::isInstance)
        .map(Busy.class::cast)
        .findFirst();
  }
}
