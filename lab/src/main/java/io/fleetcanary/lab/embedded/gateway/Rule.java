package io.fleetcanary.lab.embedded.gateway;

import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.Request;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One rule of a route.
 *
 * @param path of the requests that it takes, and of what is below it
 * @param asked headers that a request must have, with just these values
 * @param set headers that a request gets before it is passed on
 * @param backends who takes the requests, by weight
 */
record Rule(String path, Headers asked, Headers set, List<Backend> backends) {
  /** Of the rules that take a request the first one does: the longest path, then most headers. */
  static final Comparator<Rule> PRECEDENCE =
      Comparator.comparingInt((Rule rule) -> rule.path().length())
          .thenComparingInt(rule -> rule.asked().fields().size())
          .reversed();

  Rule {
    backends = List.copyOf(backends);
  }

  boolean takes(Request request) {
    return below(request.path())
        && asked.fields().entrySet().stream()
            .allMatch(
                header ->
                    request.headers().get(header.getKey()).stream()
                        .anyMatch(header.getValue()::equals));
  }

  /** The request as its backend gets it. */
  Request passedOn(Request request) {
    if (set.fields().isEmpty()) {
      return request;
    }
    SortedMap<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.putAll(request.headers().fields());
    fields.putAll(set.fields());
    return new Request(request.method(), request.target(), new Headers(fields), request.body());
  }

  /** Whether both take the same requests. */
  boolean standsWhere(Rule other) {
    return path.equals(other.path) && asked.equals(other.asked);
  }

  List<Integer> weights() {
    return backends.stream().map(Backend::weight).toList();
  }

  private boolean below(String requested) {
    return path.endsWith("/")
        ? requested.startsWith(path)
        : requested.equals(path) || requested.startsWith(path + "/");
  }
}
