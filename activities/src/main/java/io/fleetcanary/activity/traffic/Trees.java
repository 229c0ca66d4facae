package io.fleetcanary.activity.traffic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON trees; what is absent or of another shape reads as empty. */
final class Trees {
  private Trees() {}

  static Map<String, Object> map(Map<String, Object> tree, String key) {
    return asMap(tree.get(key));
  }

  static List<Map<String, Object>> maps(Map<String, Object> tree, String key) {
    return tree.get(key) instanceof List<?> list
        ? list.stream().map(Trees::asMap).toList()
        : List.of();
  }

  static String text(Map<String, Object> tree, String key, String otherwise) {
    return tree.get(key) instanceof String text ? text : otherwise;
  }

  static long number(Map<String, Object> tree, String key, long otherwise) {
    return tree.get(key) instanceof Number number ? number.longValue() : otherwise;
  }

  private static Map<String, Object> asMap(@Nullable Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> copy.put(String.valueOf(key), each));
    }
    return copy;
  }
}
