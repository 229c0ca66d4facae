package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.PlanningActivities.PlanRequest;
import io.fleetcanary.workflow.PlanningActivities.Planning;
import io.fleetcanary.workflow.PlanningActivities.Resolution;
import io.fleetcanary.workflow.PlanningActivities.SpecText;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Stubs;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what was typed to a frozen plan; refuses what cannot be, all of it at once. */
final class Preparation {
  private static final int LARGEST_SPEC = 256 * 1024;
  private static final int SURVEYS_IN_FLIGHT = 50;

  /** Beyond this a rollout is refused: nothing has been touched, and somebody waits to hear. */
  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

  private final Course<Stop> course;
  private List<ClusterTarget> clusters = List.of();

  Preparation(Course<Stop> course) {
    this.course = course;
  }

  /** How a rollout ends that never had a plan: nothing was touched anywhere. */
  FleetOutcome outcome(Stop stop) {
    SortedMap<String, ClusterOutcome> untouched = new TreeMap<>();
    for (ClusterTarget cluster : clusters) {
      untouched.put(cluster.name(), new ClusterOutcome.Untouched(stop.because(), stop.reason()));
    }
    return new FleetOutcome("", stop.ending(), stop.reason(), untouched);
  }

  RolloutPlan plan(@Nullable RawValue typed) {
    refuseSecondAttempts();
    SpecText spec = text(typed);
    Resolution.Selected selected =
        switch (Stubs.planning("read the spec").resolve(spec)) {
          case Resolution.Selected found -> found;
          case Resolution.Refused refused -> throw refuse(refused.problems());
        };
    insistOnId(selected.workflowId());
    clusters = selected.clusters();
    List<ClusterSurvey> surveys = survey(selected.survey());
    return switch (Stubs.planning("make the plan").plan(new PlanRequest(spec, surveys))) {
      case Planning.Planned planned -> planned.plan();
      case Planning.Refused refused -> throw refuse(refused.problems());
    };
  }

  private void refuseSecondAttempts() {
    WorkflowInfo info = Workflow.getInfo();
    boolean retried =
        info.getRetryOptions() != null
            || info.getAttempt() > 1
            || Workflow.getPreviousRunFailure().isPresent();
    String cron = info.getCronSchedule() == null ? "" : info.getCronSchedule();
    Optional<String> problem = secondAttempt(retried, cron, info.getWorkflowId());
    if (problem.isPresent()) {
      throw refuse(List.of(problem.get()));
    }
  }

  /** A retry, or a next cron run, would release again what has just been rolled back. */
  static Optional<String> secondAttempt(boolean retried, String cron, String id) {
    if (!retried && cron.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "a rollout must carry no "
            + (cron.isEmpty() ? "retry policy" : "cron schedule")
            + ": it would release a bad version again; start "
            + id
            + " without");
  }

  private SpecText text(@Nullable RawValue typed) {
    String json = typed == null ? "" : typed.getPayload().getData().toStringUtf8();
    if (json.length() > LARGEST_SPEC) {
      throw refuse(List.of("spec must be at most 256 KiB, got " + json.length() / 1024 + " KiB"));
    }
    return new SpecText(json);
  }

  /** The id is the lock: under another one two rollouts of a service could run at once. */
  private void insistOnId(String id) {
    if (!id.equals(Workflow.getInfo().getWorkflowId())) {
      throw refuse(
          List.of("workflow id must be " + id + ", got " + Workflow.getInfo().getWorkflowId()));
    }
  }

  private List<ClusterSurvey> survey(SurveyRequest request) {
    List<Promise<ClusterSurvey>> surveys = new ArrayList<>();
    for (ClusterTarget cluster : clusters) {
      Workflow.await(() -> inFlight(surveys) < SURVEYS_IN_FLIGHT);
      surveys.add(
          Async.function(() -> look(cluster, request))
              .handle((seen, failure) -> failure == null ? seen : unseen(cluster, failure)));
    }
    return surveys.stream().map(Promise::get).toList();
  }

  /**
   * An API server that has just started, or has much to do, wants to be left alone for a while.
   * Each call waits between its tries for as long as it asks, so nothing is waited for here.
   */
  private static ClusterSurvey look(ClusterTarget cluster, SurveyRequest request) {
    long until = Workflow.currentTimeMillis() + LEFT_ALONE.toMillis();
    while (true) {
      try {
        return Stubs.survey(cluster).survey(request.in(cluster));
      } catch (ActivityFailure failure) {
        if (!Failures.busy(failure) || Workflow.currentTimeMillis() >= until) {
          throw failure;
        }
      }
    }
  }

  private static long inFlight(List<Promise<ClusterSurvey>> surveys) {
    return surveys.stream().filter(survey -> !survey.isCompleted()).count();
  }

  /** One cluster that cannot be looked at is a problem beside the others. */
  private static ClusterSurvey unseen(ClusterTarget cluster, RuntimeException failure) {
    return ClusterSurvey.unseen(cluster.name(), Failures.reason(failure, cluster));
  }

  private RuntimeException refuse(List<String> problems) {
    String reason = String.join("\n", problems);
    return course.halt(Stop.beforePlan(FleetPhase.REFUSED, FailureClass.PERSON, reason));
  }
}
