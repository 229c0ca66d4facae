package io.fleetcanary.activity.planning;

import static java.util.Objects.requireNonNullElse;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.fleet.ClusterSelection;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.SelectedWave;
import io.fleetcanary.core.fleet.SurveyedCluster;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Defaults;
import io.fleetcanary.core.plan.Planner;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.policy.KnownFleet;
import io.fleetcanary.core.policy.Policy;
import io.fleetcanary.core.policy.PolicyCheck;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.SpecReader;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.PlanningActivities;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Resolves specs against the clusters this worker knows. */
public final class FleetPlanning implements PlanningActivities {
  /** More would not fit where people read them, and the first ones explain the others. */
  static final int MOST_PROBLEMS = 100;

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final KnownFleet fleet;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * Knows these clusters from now on.
   *
   * @param policy what is allowed there
   * @param random safe for use by several threads
   */
  public FleetPlanning(
      FleetInventory inventory, Policy policy, Clock clock, RandomGenerator random) {
    fleet =
        new KnownFleet(
            inventory.clusters().stream()
                .map(it -> new KnownCluster(it.name(), it.labels(), it.taskQueue()))
                .toList(),
            policy);
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Resolution resolve(SpecText text) {
    return switch (spec(text).then(this::selected)) {
      case Checked.Valid<Resolution.Selected> valid -> valid.value();
      case Checked.Invalid<Resolution.Selected> invalid ->
          new Resolution.Refused(sentences(invalid.problems()));
    };
  }

  @Override
  public Planning plan(PlanRequest request) {
    List<SurveyedCluster> surveys = request.surveys().stream().map(FleetPlanning::seen).toList();
    Checked<RolloutPlan> plan =
        spec(request.spec()).then(spec -> Planner.plan(spec, fleet, surveys, rolloutId(spec)));
    return switch (plan) {
      case Checked.Valid<RolloutPlan> valid -> new Planning.Planned(valid.value());
      case Checked.Invalid<RolloutPlan> invalid ->
          new Planning.Refused(sentences(invalid.problems()));
    };
  }

  private static Checked<RolloutSpec> spec(SpecText text) {
    return JsonText.read(text.json()).then(SpecReader::read);
  }

  private Checked<Resolution.Selected> selected(RolloutSpec spec) {
    return ClusterSelection.select(spec, fleet.clusters())
        .then(waves -> PolicyCheck.check(fleet.policy(), spec, waves).then(allowed -> valid(waves)))
        .then(
            waves -> {
              List<ClusterTarget> targets = targets(waves);
              return new Checked.Valid<>(
                  new Resolution.Selected(
                      FleetRollout.workflowId(spec.namespace(), spec.service()),
                      survey(spec, targets.getFirst()),
                      targets,
                      Planner.revision(spec, "").changes()));
            });
  }

  private static Checked<List<SelectedWave>> valid(List<SelectedWave> waves) {
    return new Checked.Valid<>(waves);
  }

  private static List<ClusterTarget> targets(List<SelectedWave> waves) {
    return waves.stream()
        .flatMap(wave -> wave.clusters().stream())
        .map(it -> new ClusterTarget(it.name(), it.taskQueue()))
        .toList();
  }

  /** The same for every cluster; it names the first because it must name one. */
  private static SurveyRequest survey(RolloutSpec spec, ClusterTarget first) {
    SurveyRequest request =
        new SurveyRequest(
            first,
            spec.namespace(),
            spec.service(),
            Defaults.workload(spec),
            Defaults.route(spec),
            requireNonNullElse(spec.revision().container(), ""),
            requireNonNullElse(spec.revision().image(), ""),
            Defaults.metrics(spec),
            spec.again() ? "" : Planner.revision(spec, "").digest(),
            spec.handOver());
    return request.counting(Defaults.routedRequests(spec));
  }

  private static SurveyedCluster seen(ClusterSurvey survey) {
    return new SurveyedCluster(
        survey.cluster(),
        survey.container(),
        survey.stable(),
        survey.routes(),
        survey.problems(),
        survey.identity(),
        survey.scaler());
  }

  private String rolloutId(RolloutSpec spec) {
    return "%s-%s-%04x"
        .formatted(spec.service(), SECOND.format(clock.instant()), random.nextInt(1 << 16));
  }

  private static List<String> sentences(List<Problem> problems) {
    List<String> sentences =
        new ArrayList<>(problems.stream().limit(MOST_PROBLEMS).map(Problem::toString).toList());
    if (problems.size() > MOST_PROBLEMS) {
      sentences.add("and " + (problems.size() - MOST_PROBLEMS) + " more");
    }
    return sentences;
  }
}
