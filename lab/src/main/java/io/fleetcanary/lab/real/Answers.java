package io.fleetcanary.lab.real;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.function.BooleanSupplier;

/** True when a server answers a GET with 200 within a second. */
record Answers(URI uri) implements BooleanSupplier {
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
}
