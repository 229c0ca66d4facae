package io.fleetcanary.lab.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** True when a server answers a GET with 200 within a second. */
public record Answers(URI uri) implements BooleanSupplier {
  private static final int MILLIS = 1000;

  @Override
  public boolean getAsBoolean() {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * Waits until it does.
   *
   * @throws IllegalStateException if it does not within {@code time}
   */
  public void await(Duration time) {
    Instant deadline = Instant.now().plus(time);
    while (!getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(uri + " must answer within " + time);
      }
      pause();
    }
  }

  /** Nobody tells when a gateway has taken a route: it has to be asked again. */
  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server was starting", interrupt);
    }
  }
}
