package io.fleetcanary.lab.dataplane.http;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Header fields of one message. Names ignore case; a repeated name keeps its last value. */
public record Headers(SortedMap<String, String> fields) {
  public static final Headers NONE = new Headers(Collections.emptySortedMap());

  public Headers {
    SortedMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(fields);
    fields = Collections.unmodifiableSortedMap(copy);
  }

  public static Headers of(Map<String, String> fields) {
    return new Headers(new TreeMap<>(fields));
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** Whether the sender wants the connection closed after this message. */
  public boolean close() {
    return "close".equalsIgnoreCase(fields.get("Connection"));
  }

  boolean chunked() {
    return "chunked".equalsIgnoreCase(fields.get("Transfer-Encoding"));
  }

  /** Bytes of the body, 0 when the field is absent. */
  int contentLength() {
    return get("Content-Length").map(String::trim).map(Integer::parseInt).orElse(0);
  }
}
