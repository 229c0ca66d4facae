package io.fleetcanary.starter.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.forecast.Detection;
import io.fleetcanary.core.forecast.Forecast;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.workflow.Payloads;
import java.util.List;
import java.util.SortedMap;

/**
 * A plan for scripts. Says no values of variables, which may be secrets, and no figures that nobody
 * saw.
 */
public final class PlanJson {
  private static final String HIDDEN = "(not shown)";

  private PlanJson() {}

  /** All of it as one tree. */
  public static ObjectNode of(
      RolloutPlan plan, SortedMap<String, StableSeen> seen, List<String> warnings) {
    List<Forecast.Ahead> waves = Forecast.of(plan, seen).waves();
    List<Detection> detects = Detection.of(plan, seen);
    ObjectNode tree =
        Payloads.mapper().valueToTree(new Planned(plan, seen, waves, detects, warnings));
    tree.path("detects").forEach(PlanJson::round);
    for (JsonNode change : tree.path("plan").path("revision").path("changes")) {
      if (change.path("env") instanceof ObjectNode variable) {
        variable.put("value", HIDDEN);
      }
    }
    seen.forEach(
        (cluster, stable) -> {
          ObjectNode shown = (ObjectNode) tree.path("seen").path(cluster);
          if (stable.room() == Integer.MAX_VALUE) {
            shown.remove("room");
          }
          if (!stable.routed().known()) {
            shown.remove("routed");
          }
        });
    return tree;
  }

  /** What never comes is left out, and what does is an expectation: one decimal. */
  private static void round(JsonNode detection) {
    for (String figure : List.of("smallest", "doubled")) {
      double value = detection.path(figure).asDouble();
      if (Double.isInfinite(value)) {
        ((ObjectNode) detection).remove(figure);
      } else {
        ((ObjectNode) detection).put(figure, Math.round(value * 10) / 10.0);
      }
    }
  }

  private record Planned(
      RolloutPlan plan,
      SortedMap<String, StableSeen> seen,
      List<Forecast.Ahead> forecast,
      List<Detection> detects,
      List<String> warnings) {}
}
