package io.fleetcanary.activity.client;

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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An API server that gave no answer; the client's own message says only that an error occurred. */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String REFUSED = "connection refused";

  /** How the JDK's client says that the other side has closed a connection. */
  private static final Pattern CLOSED =
      Pattern.compile("received no bytes|EOF|terminated the handshake|[Cc]onnection reset");

  /** How the JDK says, with the address, that a certificate is of somebody else. */
  private static final Pattern CERTIFICATE =
      Pattern.compile("[Nn]o subject alternative|No name matching");

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

  /**
   * Why the API server gave no answer, without its address; empty where something else is behind
   * the failure, or where it has been said already.
   */
  static Optional<String> behind(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .takeWhile(cause -> !(cause instanceof Unreachable))
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        .findFirst()
        .flatMap(Unreachable::root);
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

  /** Connections that are refused or closed carry no message that people would understand. */
  private static String words(Throwable cause) {
    String message = cause.getMessage();
    if (message == null) {
      return cause instanceof ConnectException ? REFUSED : cause.getClass().getSimpleName();
    }
    if (CERTIFICATE.matcher(message).find()) {
      return "its certificate is not valid for its address";
    }
    return CLOSED.matcher(message).find() ? "connection closed" : message;
  }
}
