package io.fleetcanary.lab.dataplane.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One answer, read or to be sent whole. */
@SuppressWarnings("ArrayRecordComponent") // bodies are passed on, never compared
public record Answer(int status, Headers headers, byte[] body) {
  /** Plain text. */
  public static Answer text(int status, String body) {
    return new Answer(
        status, Headers.of(Map.of("Content-Type", "text/plain; charset=utf-8")), bytes(body));
  }

  /** JSON, already written. */
  public static Answer json(int status, String body) {
    return new Answer(status, Headers.of(Map.of("Content-Type", "application/json")), bytes(body));
  }

  /** The same with more header fields. */
  public Answer with(Headers more) {
    SortedMap<String, String> fields = new TreeMap<>(headers.fields());
    fields.putAll(more.fields());
    return new Answer(status, new Headers(fields), body);
  }

  public String text() {
    return new String(body, UTF_8);
  }

  private static byte[] bytes(String body) {
    return body.getBytes(UTF_8);
  }
}
