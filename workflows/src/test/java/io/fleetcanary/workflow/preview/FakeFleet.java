package io.fleetcanary.workflow.preview;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.workflow.PlanningActivities;
import io.fleetcanary.workflow.SurveyActivities;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A fleet that can be looked at and planned for, and nothing else. It serves what is asked for. */
final class FakeFleet implements PlanningActivities, SurveyActivities {
  static final RolloutPlan PLAN =
      new RolloutPlan(
          "chat-20261123031204-9f3a",
          "chat",
          "inference",
          new Revision("2026.11.3", "server", List.of(new Revision.Env("MODEL", "v2"))),
          new ClusterRules(
              new WorkloadRef("Deployment", "chat"),
              new RouteRef("HTTPRoute", "chat"),
              Duration.ofMinutes(5),
              Duration.ofSeconds(60),
              new AnalysisTemplate(
                  Duration.ofSeconds(30), 0.01, List.of(), AnalysisTemplate.OnInconclusive.HOLD)),
          List.of(),
          new FailurePolicy(FailurePolicy.Scope.FLEET, 0),
          Quorum.ANYBODY,
          "d1ge57");

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final SortedMap<String, List<String>> warnings = new TreeMap<>();
  private Resolution resolution = new Resolution.Refused(List.of("nothing selected"));

  private String unreachable = "";

  void selects(ClusterTarget... clusters) {
    resolution =
        new Resolution.Selected(
            "rollout/inference/chat",
            PreviewRolloutWorkflowTest.request(),
            List.of(clusters),
            PLAN.revision().changes());
  }

  void refuses(String problem) {
    resolution = new Resolution.Refused(List.of(problem));
  }

  void warns(String cluster, String warning) {
    warnings.put(cluster, List.of(warning));
  }

  void losesSightOf(String cluster) {
    unreachable = cluster;
  }

  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public Resolution resolve(SpecText spec) {
    log.add("resolve " + spec.json());
    return resolution;
  }

  @Override
  public ClusterSurvey survey(SurveyRequest request) {
    String cluster = request.cluster().name();
    log.add("survey " + cluster);
    if (cluster.equals(unreachable)) {
      throw ApplicationFailure.newNonRetryableFailure("connection refused", "Unreachable");
    }
    Serves serves =
        request.changes().equals(PLAN.revision().changes()) ? Serves.YES : Serves.UNKNOWN;
    return PreviewRolloutWorkflowTest.healthy(
        cluster, serves, warnings.getOrDefault(cluster, List.of()));
  }

  @Override
  public Planning plan(PlanRequest request) {
    log.add("plan");
    List<String> problems =
        request.surveys().stream()
            .flatMap(
                seen -> seen.problems().stream().map(problem -> seen.cluster() + ": " + problem))
            .toList();
    return problems.isEmpty() ? new Planning.Planned(PLAN) : new Planning.Refused(problems);
  }
}
