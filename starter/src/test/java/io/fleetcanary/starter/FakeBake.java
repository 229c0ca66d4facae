package io.fleetcanary.starter;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;

/** The history of a cluster in which a step has baked. */
@WorkflowInterface
public interface FakeBake {
  /** Watches the second step, which began then. */
  @WorkflowMethod(name = "ClusterRollout")
  void run(Instant begin);

  /** Ends at once. */
  final class Played implements FakeBake {
    private final AnalysisActivities analysis =
        Workflow.newActivityStub(
            AnalysisActivities.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());

    @Override
    public void run(Instant begin) {
      RolloutPlan plan = Samples.plan();
      analysis.watch(
          new AnalysisActivities.WatchRequest(
              plan.clusterPlan(
                  plan.waves().getFirst(), plan.waves().getFirst().clusters().getFirst(), 1),
              2,
              new TrafficWeight(25),
              begin,
              new AnalysisActivities.Until.Baked(Duration.ofMinutes(1)),
              1));
    }
  }

  /** Finds what the status says. */
  final class Watcher implements AnalysisActivities {
    @Override
    public Watched watch(WatchRequest request) {
      ClusterStatus judged = Samples.status().waves().getFirst().clusters().getFirst();
      return new Watched(
          judged.findings().getFirst().verdict(),
          "all pass",
          FailureClass.EVIDENCE,
          judged.findings(),
          judged.seen(),
          new Watched.Arms(
              "namespace=\"inference\",pod=~\"chat-canary-7d9f-x1\"",
              "namespace=\"inference\",pod=~\"chat-5c8b-a1|chat-5c8b-a2\""));
    }
  }
}
