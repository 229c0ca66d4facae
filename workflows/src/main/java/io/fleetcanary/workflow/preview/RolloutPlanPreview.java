package io.fleetcanary.workflow.preview;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.plan.RolloutPlan;
import java.util.List;

/** What would happen, or why nothing would. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "planned", value = RolloutPlanPreview.Planned.class),
  @JsonSubTypes.Type(name = "refused", value = RolloutPlanPreview.Refused.class)
})
public sealed interface RolloutPlanPreview {
  /**
   * A rollout started now would run this plan.
   *
   * @param warnings what the surveys found worth knowing, each {@code cluster: sentence}
   */
  record Planned(RolloutPlan plan, List<String> warnings) implements RolloutPlanPreview {
    public Planned {
      warnings = List.copyOf(warnings);
    }
  }

  /** A rollout started now would be refused for all of these. */
  record Refused(List<String> problems) implements RolloutPlanPreview {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
