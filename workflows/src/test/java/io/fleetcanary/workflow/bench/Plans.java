package io.fleetcanary.workflow.bench;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.TaskQueues;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Plans to test with: service chat, two weights, a gate that nobody needs to approve. */
public final class Plans {
  public static final String DIGEST = "4be1d0a5";

  /** No bake, no approval. */
  public static final Gate OPEN = new Gate(Duration.ZERO, List.of(), Duration.ofHours(24));

  /** What a parent says to a cluster when ann has aborted. */
  public static final GoBack ABORTED = new GoBack(FailureClass.PERSON, "aborted by ann");

  private static final Revision REVISION =
      new Revision(
          "2026.11.3",
          "server",
          List.of(new Revision.Image("registry.example/vllm@sha256:" + "ab".repeat(32))));

  private static final List<Step> STEPS =
      List.of(
          new Step.SetScale(new TrafficWeight(5)),
          new Step.SetWeight(new TrafficWeight(5)),
          new Step.Watch(Duration.ofMinutes(10)),
          new Step.SetScale(new TrafficWeight(50)),
          new Step.SetWeight(new TrafficWeight(50)),
          new Step.Watch(Duration.ofMinutes(20)));

  static final RolloutPlan ONE_CLUSTER = fleet(wave("first", OPEN, "eu-1"));

  private Plans() {}

  /** After a failure everything goes back. */
  public static RolloutPlan fleet(Wave... waves) {
    return fleet(new FailurePolicy(FailurePolicy.Scope.FLEET, 0), waves);
  }

  public static RolloutPlan fleet(FailurePolicy failure, Wave... waves) {
    return fleet(failure, OnInconclusive.HOLD, Arrays.asList(waves));
  }

  public static RolloutPlan fleet(
      FailurePolicy failure, OnInconclusive inconclusive, List<Wave> waves) {
    return new RolloutPlan(
        "chat-20261125130000-a1b2",
        "chat",
        "inference",
        REVISION,
        rules(inconclusive),
        waves,
        failure,
        Quorum.ANYBODY,
        DIGEST);
  }

  /** One cluster after the other. */
  public static Wave wave(String name, Gate gate, String... clusters) {
    return wave(name, gate, 1, clusters);
  }

  public static Wave wave(String name, Gate gate, int parallel, String... clusters) {
    List<ClusterTarget> targets = Arrays.stream(clusters).map(Plans::target).toList();
    return new Wave(name, targets, parallel, STEPS, gate);
  }

  /** The same wave, with a task queue for each cluster. */
  public static Wave onItsOwnQueue(Wave wave) {
    List<ClusterTarget> targets =
        wave.clusters().stream()
            .map(target -> new ClusterTarget(target.name(), target.name()))
            .toList();
    return new Wave(wave.name(), targets, wave.parallel(), wave.steps(), wave.gate());
  }

  /** The same part, with a task queue of its own. */
  public static ClusterPlan onItsOwnQueue(ClusterPlan plan) {
    return new ClusterPlan(
        plan.rolloutId(),
        plan.service(),
        plan.namespace(),
        new ClusterTarget(plan.cluster().name(), plan.cluster().name()),
        plan.revision(),
        plan.rules(),
        plan.steps());
  }

  /** Approval by release-managers within a day, after this bake. */
  public static Gate approval(Duration bake) {
    return new Gate(bake, List.of("release-managers"), Duration.ofHours(24));
  }

  /** No approval, after this bake. */
  public static Gate baked(Duration bake) {
    return new Gate(bake, List.of(), Duration.ofHours(24));
  }

  /** One cluster's part, with what happens when evidence does not suffice. */
  public static ClusterPlan cluster(String name, OnInconclusive inconclusive) {
    return new ClusterPlan(
        "chat-20261125130000-a1b2",
        "chat",
        "inference",
        target(name),
        REVISION,
        rules(inconclusive),
        STEPS);
  }

  private static ClusterTarget target(String name) {
    return new ClusterTarget(name, TaskQueues.CENTRAL);
  }

  private static ClusterRules rules(OnInconclusive inconclusive) {
    return new ClusterRules(
        new WorkloadRef("Deployment", "chat"),
        new RouteRef("HTTPRoute", "chat"),
        Duration.ofMinutes(45),
        Duration.ofSeconds(60),
        new AnalysisTemplate(
            Duration.ofSeconds(30),
            0.001,
            List.of(
                new Metric.Ratio(
                    "errors",
                    "http_requests_total{$track,status=~\"5..\"}",
                    "http_requests_total{$track}",
                    200,
                    List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1)))),
            inconclusive));
  }
}
