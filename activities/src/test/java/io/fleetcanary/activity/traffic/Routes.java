package io.fleetcanary.activity.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Specs of routes, as trees. */
final class Routes {
  private Routes() {}

  @SafeVarargs
  static Map<String, Object> spec(Map<String, Object>... rules) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Map<String, Object> rule : rules) {
      list.add(rule);
    }
    return tree("rules", list);
  }

  @SafeVarargs
  static Map<String, Object> rule(Map<String, Object>... backends) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Map<String, Object> backend : backends) {
      list.add(backend);
    }
    return tree("backendRefs", list);
  }

  static Map<String, Object> backend(String name) {
    return tree("name", name);
  }

  static Map<String, Object> backend(String name, int weight) {
    Map<String, Object> backend = backend(name);
    backend.put("weight", weight);
    return backend;
  }

  private static Map<String, Object> tree(String key, Object value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(key, value);
    return tree;
  }
}
