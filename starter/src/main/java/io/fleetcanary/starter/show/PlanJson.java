package io.fleetcanary.starter.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.forecast.Forecast;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.workflow.Payloads;
import java.util.List;
import java.util.SortedMap;

/**
 * A plan for scripts. Says no values of variables, which may be secrets, and no room nobody saw.
 */
public final class PlanJson {
  private static final String HIDDEN = "(not shown)";

  private PlanJson() {}

  /** All of it as one tree. */
  public static ObjectNode of(
      RolloutPlan plan,
      SortedMap<String, StableSeen> seen,
      List<Forecast.Ahead> forecast,
      List<String> warnings) {
    ObjectNode tree = Payloads.mapper().valueToTree(new Planned(plan, seen, forecast, warnings));
    for (JsonNode change : tree.path("plan").path("revision").path("changes")) {
      if (change.path("env") instanceof ObjectNode variable) {
        variable.put("value", HIDDEN);
      }
    }
    seen.forEach(
        (cluster, stable) -> {
          if (stable.room() == Integer.MAX_VALUE) {
            ((ObjectNode) tree.path("seen").path(cluster)).remove("room");
          }
        });
    return tree;
  }

  private record Planned(
      RolloutPlan plan,
      SortedMap<String, StableSeen> seen,
      List<Forecast.Ahead> forecast,
      List<String> warnings) {}
}
