package io.fleetcanary.workflow.preview;

import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.PlanningActivities;
import io.fleetcanary.workflow.PlanningActivities.PlanRequest;
import io.fleetcanary.workflow.PlanningActivities.Planning;
import io.fleetcanary.workflow.PlanningActivities.Resolution;
import io.fleetcanary.workflow.PlanningActivities.SpecText;
import io.fleetcanary.workflow.SurveyActivities;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import io.fleetcanary.workflow.flow.Failures;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Resolve, survey, plan: the beginning of a rollout, and no more. */
public final class PreviewRolloutWorkflow implements PreviewRollout {
  /** A person waits for the answer: a few attempts, then the reason. */
  private static final RetryOptions FEW_ATTEMPTS =
      RetryOptions.newBuilder().setMaximumAttempts(3).build();

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public RolloutPlanPreview preview(RawValue spec) {
    SpecText text = new SpecText(spec.getPayload().getData().toStringUtf8());
    return switch (planning("read the spec").resolve(text)) {
      case Resolution.Refused refused -> new RolloutPlanPreview.Refused(refused.problems());
      case Resolution.Selected selected -> plan(text, survey(selected));
    };
  }

  private static PlanningActivities planning(String summary) {
    return Workflow.newActivityStub(
        PlanningActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(PATIENCE)
            .setRetryOptions(FEW_ATTEMPTS)
            .setSummary(summary)
            .build());
  }

  private static List<ClusterSurvey> survey(Resolution.Selected selected) {
    SurveyRequest request = selected.survey().lookingFor(selected.changes());
    List<Looking> looking =
        selected.clusters().stream().map(target -> Looking.at(target, request.in(target))).toList();
    return looking.stream().map(Looking::seen).toList();
  }

  private RolloutPlanPreview plan(SpecText text, List<ClusterSurvey> surveys) {
    return switch (planning("make the plan").plan(new PlanRequest(text, surveys))) {
      case Planning.Refused refused ->
          new RolloutPlanPreview.Refused(refused.problems(), seen(surveys));
      case Planning.Planned planned ->
          new RolloutPlanPreview.Planned(planned.plan(), seen(surveys), warnings(surveys));
    };
  }

  private static SortedMap<String, StableSeen> seen(List<ClusterSurvey> surveys) {
    SortedMap<String, StableSeen> seen = new TreeMap<>();
    surveys.forEach(survey -> seen.put(survey.cluster(), survey.stable()));
    return seen;
  }

  private static List<String> warnings(List<ClusterSurvey> surveys) {
    return surveys.stream()
        .flatMap(seen -> seen.warnings().stream().map(warning -> seen.cluster() + ": " + warning))
        .toList();
  }

  /** One survey on its way. */
  private record Looking(ClusterTarget target, Promise<ClusterSurvey> answer) {
    static Looking at(ClusterTarget target, SurveyRequest request) {
      SurveyActivities surveys =
          Workflow.newActivityStub(
              SurveyActivities.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(target.taskQueue())
                  .setScheduleToStartTimeout(PATIENCE)
                  .setStartToCloseTimeout(PATIENCE)
                  .setRetryOptions(FEW_ATTEMPTS)
                  .setSummary("survey of " + target.name())
                  .build());
      return new Looking(target, Async.function(surveys::survey, request));
    }

    /** A cluster that cannot be looked at is a problem of the plan, not of the preview. */
    ClusterSurvey seen() {
      try {
        return answer.get();
      } catch (ActivityFailure failure) {
        return ClusterSurvey.unseen(target.name(), Failures.reason(failure, target));
      }
    }
  }
}
