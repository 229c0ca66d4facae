package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.TrafficActivities.TrafficShift;
import io.fleetcanary.workflow.WorkloadActivities;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/**
 * The changes that go forward, one after the other: pods first, traffic second. A pause holds
 * before the next one. What does not succeed stops the course.
 */
final class Trial {
  private final ClusterPlan plan;
  private final String cluster;
  private final Standing standing;
  private final Watcher watcher;
  private final Judge judge;
  private final Onward onward;
  private final Course<Stop> course;
  private boolean paused;
  private boolean touched;
  private boolean exposed;
  private boolean promoting;

  Trial(ClusterPlan plan, Standing standing, Watcher watcher, Course<Stop> course) {
    this.plan = plan;
    cluster = plan.cluster().name();
    this.standing = standing;
    this.watcher = watcher;
    this.course = course;
    judge = new Judge(plan, standing, watcher, course);
    onward = new Onward(plan, standing, course, this::awaitGoAhead);
  }

  Judge judge() {
    return judge;
  }

  void pause(boolean on) {
    paused = on;
  }

  /** Whether anything may have been written in the cluster. */
  boolean touched() {
    return touched;
  }

  /** Whether the canary may have answered requests. */
  boolean exposed() {
    return exposed;
  }

  /** Whether stable's pods may have the new revision. */
  boolean promoting() {
    return promoting;
  }

  void claim() {
    awaitGoAhead();
    standing.pass(ClusterPhase.CLAIMING);
    touched = true;
    WorkloadActivities workloads = Stubs.workloads(plan, "claim " + cluster);
    Progress progress = onward.on(() -> workloads.claim(plan));
    if (progress instanceof Progress.Stopped stopped) {
      touched = stopped.touched();
    }
    insistOn(progress);
  }

  /**
   * One instruction of the plan.
   *
   * @param number counts from 1
   */
  void perform(int number, Step step) {
    switch (step) {
      case Step.SetScale pods -> scale(number, pods.weight());
      case Step.SetWeight share -> shift(number, share.weight());
      case Step.Watch watch -> judge.insistOnPass(() -> bake(number, watch.bake()));
    }
  }

  /** Stable rolls to the revision, under watch. */
  void promote() {
    awaitGoAhead();
    standing.enter(ClusterPhase.PROMOTING);
    promoting = true;
    WorkloadActivities workloads = Stubs.workloads(plan, "promote in " + cluster);
    insistOn(onward.on(() -> workloads.promote(plan)));
    if (plan.rules().handOver()) {
      standing.waits(
          "waits until the owner of Deployment "
              + plan.rules().workload().name()
              + " has brought "
              + plan.revision().name()
              + " into it, for "
              + Wait.text(ClusterRules.OWNER_WITHIN)
              + " at most; else the cluster goes back");
    }
    watcher.turnTo(plan.promotionStep(), standing.status().set());
    judge.insistOnPass(watcher::promotion);
  }

  /** The promoted stable takes all requests; the canary drains and goes to zero. */
  void settle() {
    shift(plan.settleStep(), TrafficWeight.NONE);
    watcher.guard();
    Wait.through(plan.rules().drain(), "drain the canary in " + cluster);
    awaitGoAhead();
    WorkloadActivities workloads = Stubs.workloads(plan, "canary to zero in " + cluster);
    insistOn(onward.on(() -> workloads.emptyCanary(plan)));
  }

  private void scale(int number, TrafficWeight weight) {
    awaitGoAhead();
    standing.pass(ClusterPhase.STARTING);
    String what = "canary pods for " + weight + " in " + cluster;
    insistOn(
        onward.on(
            plan.rules().readyWithin(),
            asked ->
                Stubs.pods(plan, what).scaleCanary(new CanaryScale(plan, number, weight, asked))));
  }

  private void shift(int number, TrafficWeight weight) {
    awaitGoAhead();
    standing.pass(ClusterPhase.SHIFTING);
    if (!exposed) {
      watcher.turnTo(number, weight); // requests may arrive before the shift has been verified
    }
    exposed = true;
    String what = "shift to " + weight + " in " + cluster;
    TrafficShift share = new TrafficShift(plan, number, weight);
    insistOn(onward.on(() -> Stubs.traffic(plan, what).shift(share)));
    standing.set(weight);
    watcher.turnTo(number, weight);
  }

  /** A pause stops the clock of a bake, not the watching; what was seen before it still counts. */
  private Watched bake(int number, Duration bake) {
    Duration left = bake;
    while (true) {
      awaitGoAhead();
      standing.enter(ClusterPhase.BAKING);
      long from = Workflow.currentTimeMillis();
      Optional<Watched> watched = watcher.bake(number, left, () -> paused);
      if (watched.isPresent()) {
        return watched.get();
      }
      Duration baked = Duration.ofMillis(Workflow.currentTimeMillis() - from);
      left = baked.compareTo(left) < 0 ? left.minus(baked) : Duration.ZERO;
    }
  }

  private void awaitGoAhead() {
    if (paused) {
      standing.enter(ClusterPhase.PAUSED);
      watcher.guardWhileExposed();
      Workflow.await(() -> !paused);
    }
  }

  private void insistOn(Progress progress) {
    switch (progress) {
      case Progress.Done done -> {}
      case Progress.Stopped stopped ->
          throw course.halt(new Stop(stopped.because(), stopped.reason()));
      case Progress.TurnedBack back -> throw course.halt(watcher.whyTurnedBack());
    }
  }
}
