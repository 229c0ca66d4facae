package io.fleetcanary.lab.invariant.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All recorded objects of a namespace in one cluster, after one revision. */
public record World(SortedMap<ObjectKey, JsonNode> objects) {
  public static final World EMPTY = new World(new TreeMap<>());

  public World {
    objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
  }

  public Optional<JsonNode> get(ObjectKey object) {
    return Optional.ofNullable(objects.get(object));
  }

  /** All of a kind. */
  public Stream<JsonNode> all(Kind kind) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .map(Map.Entry::getValue);
  }

  World after(Entry entry) {
    SortedMap<ObjectKey, JsonNode> next = new TreeMap<>(objects);
    if (entry.event().present()) {
      next.put(entry.object(), entry.tree());
    } else {
      next.remove(entry.object());
    }
    return new World(next);
  }
}
