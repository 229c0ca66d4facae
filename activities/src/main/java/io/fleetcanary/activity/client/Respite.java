package io.fleetcanary.activity.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Leaves one API server alone for as long as it asks, with 429 or 503 and {@code Retry-After}:
 * nothing is sent meanwhile, whoever calls fails at once and comes again later.
 */
public final class Respite implements Interceptor {
  private static final int TOO_MANY_REQUESTS = 429;

  /** Nobody may keep us from taking traffic off for longer. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private volatile Instant until = Instant.EPOCH;
  private volatile int status;

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    Duration left = Duration.between(Instant.now(), until);
    if (left.isPositive()) {
      throw new Busy(status, left);
    }
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    Optional<Duration> asked = asked(response);
    if (asked.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    if (response.body() instanceof AsyncBody unread) {
      unread.cancel();
    }
    status = response.code();
    until = Instant.now().plus(asked.get());
    return CompletableFuture.failedFuture(new Busy(status, asked.get()));
  }

  /** Kubernetes says it in whole seconds. */
  private static Optional<Duration> asked(HttpResponse<?> response) {
    boolean busy =
        response.code() == TOO_MANY_REQUESTS
            || response.code() == HttpURLConnection.HTTP_UNAVAILABLE;
    return Optional.ofNullable(response.header("Retry-After"))
        .filter(said -> busy && said.strip().matches("[0-9]{1,6}"))
        .map(said -> Duration.ofSeconds(Long.parseLong(said.strip())))
        .filter(Duration::isPositive)
        .map(time -> time.compareTo(LONGEST) < 0 ? time : LONGEST);
  }
}
