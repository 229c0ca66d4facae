package io.fleetcanary.workflow.preview;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.RolloutPlan;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What would happen, or why nothing would. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "planned", value = RolloutPlanPreview.Planned.class),
  @JsonSubTypes.Type(name = "refused", value = RolloutPlanPreview.Refused.class)
})
public sealed interface RolloutPlanPreview {
  /** What stable looks like, by cluster that was looked at. */
  SortedMap<String, StableSeen> seen();

  /**
   * A rollout started now would run this plan.
   *
   * @param seen what stable looks like, by cluster
   * @param warnings what the surveys found worth knowing, each {@code cluster: sentence}
   */
  record Planned(RolloutPlan plan, SortedMap<String, StableSeen> seen, List<String> warnings)
      implements RolloutPlanPreview {
    public Planned {
      seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * A rollout started now would be refused for all of these.
   *
   * @param seen what stable looks like, by cluster; empty where nobody came to look
   */
  record Refused(List<String> problems, SortedMap<String, StableSeen> seen)
      implements RolloutPlanPreview {
    /** Older versions did not say what they saw. */
    public Refused {
      problems = List.copyOf(problems);
      seen =
          Collections.unmodifiableSortedMap(
              new TreeMap<>(Objects.requireNonNullElse(seen, new TreeMap<>())));
    }

    /** Before anybody came to look. */
    public Refused(List<String> problems) {
      this(problems, new TreeMap<>());
    }
  }
}
