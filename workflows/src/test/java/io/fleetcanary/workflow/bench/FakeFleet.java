package io.fleetcanary.workflow.bench;

import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.workflow.AnalysisActivities;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.PlanningActivities;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities;
import io.fleetcanary.workflow.SurveyActivities;
import io.fleetcanary.workflow.TrafficActivities;
import io.fleetcanary.workflow.WorkloadActivities;
import io.fleetcanary.workflow.search.SearchActivities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A fleet of scripted clusters behind the activities; its trail reads like an audit. */
public final class FakeFleet
    implements PlanningActivities,
        SurveyActivities,
        WorkloadActivities,
        TrafficActivities,
        AnalysisActivities,
        SearchActivities {
  private static final Progress DONE = new Progress.Done();

  private final AuditTrail trail = new AuditTrail();
  private final Map<String, FakeCluster> clusters = new ConcurrentHashMap<>();
  private final TestTime time;
  private volatile RolloutPlan plan = Plans.ONE_CLUSTER;
  private volatile List<String> problems = List.of();
  private volatile Existing searchAttributes = Existing.NONE;

  FakeFleet(TestTime time) {
    this.time = time;
  }

  /** What planning comes to. */
  public void plans(RolloutPlan made) {
    plan = made;
  }

  /** What stands against the spec. */
  public void refuses(String... found) {
    problems = List.of(found);
  }

  /** By what lists can be searched. */
  public void knows(String... names) {
    searchAttributes = new Existing(List.of(names));
  }

  public AuditTrail trail() {
    return trail;
  }

  public FakeCluster cluster(String name) {
    return clusters.computeIfAbsent(name, any -> new FakeCluster(name, trail, time));
  }

  RollbackActivities wayBack() {
    return new WayBack();
  }

  @Override
  public Existing existing() {
    return searchAttributes;
  }

  @Override
  public Resolution resolve(SpecText spec) {
    trail.add("resolve " + spec.json());
    if (!problems.isEmpty()) {
      return new Resolution.Refused(problems);
    }
    List<ClusterTarget> targets =
        plan.waves().stream().flatMap(wave -> wave.clusters().stream()).toList();
    SurveyRequest survey =
        new SurveyRequest(
            targets.getFirst(),
            plan.namespace(),
            plan.service(),
            plan.rules().workload(),
            plan.rules().route(),
            "",
            "",
            plan.rules().analysis().metrics());
    return new Resolution.Selected(
        FleetRollout.workflowId(plan.namespace(), plan.service()), survey, targets);
  }

  @Override
  public ClusterSurvey survey(SurveyRequest request) {
    String name = request.cluster().name();
    return cluster(name)
        .call(
            "survey",
            new ClusterSurvey(name, "server", StableSeen.NOTHING, List.of(), List.of(), List.of()));
  }

  @Override
  public Planning plan(PlanRequest request) {
    List<String> found =
        request.surveys().stream().flatMap(survey -> survey.problems().stream()).toList();
    return found.isEmpty() ? new Planning.Planned(plan) : new Planning.Refused(found);
  }

  @Override
  public Progress claim(ClusterPlan target) {
    return of(target).call("claim", DONE);
  }

  @Override
  public Progress scaleCanary(CanaryScale scale) {
    return of(scale.plan()).call("pods for " + scale.weight(), DONE);
  }

  @Override
  public Progress shift(TrafficShift shift) {
    return of(shift.plan()).call("shift to " + shift.weight(), DONE);
  }

  @Override
  public Progress promote(ClusterPlan target) {
    return of(target).call("promote", DONE);
  }

  @Override
  public Progress emptyCanary(ClusterPlan target) {
    return of(target).call("empty canary", DONE);
  }

  @Override
  public Progress keep(ClusterPlan target) {
    return of(target).lastCall("keep", DONE);
  }

  @Override
  public Watched watch(WatchRequest request) {
    FakeCluster cluster = of(request.plan());
    return switch (request.until()) {
      case Until.Baked baked ->
          cluster.watch(
              "bake " + minutes(baked.bake()) + " at " + request.weight(), request.begin());
      case Until.Promoted promoted ->
          cluster.watch(
              request.weight().equals(TrafficWeight.NONE) ? "confirm" : "watch promotion",
              request.begin());
      case Until.Cancelled cancelled -> cluster.guard("guard at " + request.weight());
    };
  }

  /** Whole minutes: the test server's clock also runs while nothing is skipped. */
  private static String minutes(Duration bake) {
    return bake.plusSeconds(30).toMinutes() + "m";
  }

  private FakeCluster of(ClusterPlan target) {
    return cluster(target.cluster().name());
  }

  /** On a queue of its own. */
  private final class WayBack implements RollbackActivities {
    @Override
    public void withdraw(ClusterPlan target) {
      of(target).call("traffic off", DONE);
    }

    @Override
    public void turnBack(ClusterPlan target) {
      of(target).call("turn back", DONE);
    }

    @Override
    public Restored restore(ClusterPlan target) {
      return of(target).call("restore stable", new Restored(true, ""));
    }

    @Override
    public void release(Release order) {
      if (!order.left().isEmpty()) {
        trail.add(order.plan().cluster().name() + " leaves " + order.left());
      }
      of(order.plan()).lastCall("remove canary, release", DONE);
    }
  }
}
