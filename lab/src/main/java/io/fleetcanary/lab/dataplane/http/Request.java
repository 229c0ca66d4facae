package io.fleetcanary.lab.dataplane.http;

import java.net.URI;

/**
 * One request, read or to be sent whole.
 *
 * @param target path and query as they stand in the request line
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are passed on, never compared
public record Request(String method, String target, Headers headers, byte[] body) {
  /** A request without a body. */
  public static Request get(String target) {
    return new Request("GET", target, Headers.NONE, new byte[0]);
  }

  /** The path without the query. */
  public String path() {
    return URI.create(target).getPath();
  }
}
