package io.fleetcanary.activity.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Gives up an answer that has begun and does not come to its end. The limit of the client itself is
 * for the beginning only: whoever waits for the rest would wait for ever.
 */
public final class WholeAnswer implements Interceptor {
  private final Duration within;
  private final Executor later;

  /** Lets an answer take that long once it has begun. */
  public WholeAnswer(Duration within) {
    this.within = within;
    later = CompletableFuture.delayedExecutor(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (response.body() instanceof AsyncBody body) {
      later.execute(() -> giveUp(body));
    }
  }

  private void giveUp(AsyncBody body) {
    if (body.done().completeExceptionally(new IOException(late()))) {
      body.cancel();
    }
  }

  private String late() {
    return "answer must be whole within " + within.toSeconds() + " s once it has begun, got part";
  }
}
