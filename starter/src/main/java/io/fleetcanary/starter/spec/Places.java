package io.fleetcanary.starter.spec;

import io.fleetcanary.core.document.Problem;
import java.util.HashMap;
import java.util.Map;

/** Where the parts of a document stand, by the paths that problems have. */
final class Places {
  private final Map<String, Place> places = new HashMap<>();

  /** Of a field written twice the last one counts, as for readers. */
  void put(String path, int line, int column) {
    places.put(path, new Place(line, column));
  }

  /** Of a problem: its own, or that of what it is missing in. */
  Place of(Problem problem) {
    String path = problem.path();
    while (!path.isEmpty() && !places.containsKey(path)) {
      path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
    return places.getOrDefault(path, Place.NOWHERE);
  }
}
