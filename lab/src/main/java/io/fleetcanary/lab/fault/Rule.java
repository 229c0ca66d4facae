package io.fleetcanary.lab.fault;

import io.fleetcanary.lab.dataplane.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Which requests meet a fault.
 *
 * @param fault what they meet
 * @param methods in upper case; every method when empty
 * @param path a part of path and query, e.g. {@code namespaces/shop/httproutes}; empty for any
 * @param first the first of the matching requests that meets it, counting from 1
 * @param times how many meet it
 * @param lasting for how long, counting from the first that met it
 */
public record Rule(
    Fault fault, List<String> methods, String path, int first, int times, Duration lasting) {
  public static final List<String> WRITES = List.of("POST", "PUT", "PATCH", "DELETE");

  private static final Duration EVER = Duration.ofDays(365);

  public Rule {
    methods = List.copyOf(methods);
    if (first < 1 || times < 1) {
      throw new IllegalArgumentException(
          "first and times must be >= 1, got %d and %d".formatted(first, times));
    }
  }

  /** All requests, for ever. */
  public static Rule of(Fault fault) {
    return new Rule(fault, List.of(), "", 1, Integer.MAX_VALUE, EVER);
  }

  public Rule on(List<String> only, String part) {
    return new Rule(fault, only, part, first, times, lasting);
  }

  public Rule on(String method, String part) {
    return on(List.of(method), part);
  }

  public Rule from(int number) {
    return new Rule(fault, methods, path, number, times, lasting);
  }

  public Rule times(int most) {
    return new Rule(fault, methods, path, first, most, lasting);
  }

  public Rule lasting(Duration time) {
    return new Rule(fault, methods, path, first, times, time);
  }

  boolean matches(Request request) {
    return (methods.isEmpty() || methods.contains(request.method().toUpperCase(Locale.ROOT)))
        && request.target().contains(path);
  }
}
