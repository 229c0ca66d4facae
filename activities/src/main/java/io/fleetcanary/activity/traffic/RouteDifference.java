package io.fleetcanary.activity.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What of a route is not as it was, after our own part has been put back. */
final class RouteDifference {
  private RouteDifference() {}

  /** One sentence for each rule, and each other field, that differs. */
  static List<String> between(Map<String, Object> before, Map<String, Object> after) {
    List<String> differences = new ArrayList<>();
    for (String field : new TreeSet<>(fields(before, after))) {
      if (!field.equals("rules") && !same(before.get(field), after.get(field))) {
        differences.add("route's " + field + " were changed by somebody else and stay");
      }
    }
    List<Map<String, Object>> rulesBefore = RouteWeights.rules(before);
    List<Map<String, Object>> rulesAfter = RouteWeights.rules(after);
    if (rulesBefore.size() != rulesAfter.size()) {
      differences.add(
          "route had " + rulesBefore.size() + " rules, somebody else made it " + rulesAfter.size());
    }
    for (int at = 0; at < Math.min(rulesBefore.size(), rulesAfter.size()); at++) {
      if (!same(rulesBefore.get(at), rulesAfter.get(at))) {
        differences.add("route rule " + (at + 1) + " was changed by somebody else and stays");
      }
    }
    return differences;
  }

  private static List<String> fields(Map<String, Object> before, Map<String, Object> after) {
    List<String> fields = new ArrayList<>(before.keySet());
    fields.addAll(after.keySet());
    return fields;
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    return normal(one).equals(normal(other));
  }

  /** Numbers by value, absent as empty, a weight of 1 as absent. */
  private static Object normal(@Nullable Object value) {
    return switch (value) {
      case null -> Map.of();
      case Number number -> number.doubleValue();
      case List<?> list -> list.stream().map(RouteDifference::normal).toList();
      case Map<?, ?> map -> normal(map);
      default -> value;
    };
  }

  private static Map<Object, Object> normal(Map<?, ?> map) {
    Map<Object, Object> normal = new LinkedHashMap<>();
    map.forEach((key, value) -> normal.put(key, normal((Object) value)));
    normal.remove(Backend.WEIGHT, 1.0);
    return normal;
  }
}
