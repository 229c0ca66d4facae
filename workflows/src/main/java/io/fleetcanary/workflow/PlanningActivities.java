package io.fleetcanary.workflow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Objects;

/** Reads the spec, resolves the fleet, makes the plan. On the central queue; writes nothing. */
@ActivityInterface
public interface PlanningActivities {
  /** Parses the spec strictly and finds the clusters it selects. */
  @ActivityMethod(name = "resolve")
  Resolution resolve(SpecText spec);

  /**
   * Makes the plan out of the spec and what the surveys saw, or says all that stands against it.
   */
  @ActivityMethod(name = "plan")
  Planning plan(PlanRequest request);

  /** What was typed: raw JSON, not yet looked at, at most 256 KiB. */
  record SpecText(String json) {}

  /** Which clusters to survey. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "selected", value = Resolution.Selected.class),
    @JsonSubTypes.Type(name = "refused", value = Resolution.Refused.class)
  })
  sealed interface Resolution {
    /**
     * The spec's shape is right; these clusters are to be surveyed with this request.
     *
     * @param changes of the revision, for who wants to know whether it serves already
     */
    record Selected(
        String workflowId,
        SurveyActivities.SurveyRequest survey,
        List<ClusterTarget> clusters,
        List<Revision.Change> changes)
        implements Resolution {
      /** Older versions did not say the changes. */
      public Selected {
        changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
      }

      /** Of which nobody asks whether it serves already. */
      public Selected(
          String workflowId, SurveyActivities.SurveyRequest survey, List<ClusterTarget> clusters) {
        this(workflowId, survey, clusters, List.of());
      }
    }

    /** All problems at once, each {@code path: rule; fix}. */
    record Refused(List<String> problems) implements Resolution {}
  }

  /**
   * The same text again, and what each selected cluster looks like, in the order of the selection.
   */
  record PlanRequest(SpecText spec, List<SurveyActivities.ClusterSurvey> surveys) {}

  /** The plan, or why there is none. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "planned", value = Planning.Planned.class),
    @JsonSubTypes.Type(name = "refused", value = Planning.Refused.class)
  })
  sealed interface Planning {
    record Planned(RolloutPlan plan) implements Planning {}

    /** All problems at once, each naming the cluster where it has one. */
    record Refused(List<String> problems) implements Planning {}
  }
}
