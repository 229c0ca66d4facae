package io.fleetcanary.activity.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;

/**
 * Tells credentials that are refused from everything else. The client has read a token once more
 * before, and tried with it.
 */
final class Credentials implements Interceptor {
  private final String server;
  private final String source;
  private final Runnable refused;

  /**
   * @param source where they come from
   * @param refused called each time
   */
  Credentials(String server, String source, Runnable refused) {
    this.server = server;
    this.source = source;
    this.refused = refused;
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    if (response.code() != HttpURLConnection.HTTP_UNAUTHORIZED) {
      return CompletableFuture.completedFuture(false);
    }
    if (response.body() instanceof AsyncBody unread) {
      unread.cancel();
    }
    refused.run();
    return CompletableFuture.failedFuture(new Refused(server, source));
  }
}
