package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.analysis.WatchedCluster.Resizing;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.workload.Pods;
import io.fleetcanary.activity.workload.Replicas;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Gives the canary its pods, and takes them away. */
public final class Scaling {
  private static final Duration LONGEST_REST = Duration.ofMillis(500);

  private final PlanObjects objects;
  private final ClusterPlan plan;
  private final Writer writer;
  private final Pulse pulse;

  Scaling(PlanObjects objects, Writer writer, Pulse pulse) {
    this.objects = objects;
    this.plan = objects.plan();
    this.writer = writer;
    this.pulse = pulse;
  }

  /** Never fewer pods than before: they still answer the requests of the step before. */
  Progress scale(CanaryScale scale) {
    Optional<Deployment> stable = objects.stable().read();
    if (stable.isEmpty()) {
      Stop gone = new Stop.Fenced(objects.stable().toString(), Fence.GONE, "");
      return Progresses.of(Optional.of(gone));
    }
    int pods = scale.weight().podsFor(Replicas.of(stable.get()));
    Optional<Stop> stop = write(scale.step(), now -> Math.max(pods, now));
    return stop.isPresent() ? Progresses.of(stop) : awaitReady(pods, pulse.waiting(scale.asked()));
  }

  Progress empty() {
    return Progresses.of(write(plan.settleStep(), now -> 0));
  }

  /**
   * To what stable's size asks for while a step is watched; waits for nothing. What stops it, the
   * next change going forward, or the way back, will tell.
   */
  public static void follow(PlanObjects objects, Resizing resizing) {
    Writer writer = new Writer(resizing.plan().rolloutId(), resizing.run());
    new Scaling(objects, writer, Pulse.OF_NOBODY)
        .write(resizing.step(), now -> now == 0 ? 0 : resizing.pods());
  }

  private Optional<Stop> write(int step, IntUnaryOperator pods) {
    Rule forward = (seen, ledger) -> ObjectRules.forward(writer, step, seen, ledger);
    return objects
        .claims()
        .change(
            objects.canary(),
            Change.<Deployment>by(forward)
                .wanting(
                    (canary, ledger) ->
                        Replicas.set(canary, pods.applyAsInt(Replicas.of(canary)))));
  }

  private Progress awaitReady(int pods, Instant since) {
    for (int looks = 1; ; looks++) {
      Pods.Starting starting = Pods.starting(objects.client(), plan);
      if (starting.trouble().isPresent()) {
        Trouble trouble = starting.trouble().get();
        return new Progress.Stopped(trouble.because(), trouble.reason() + where(), true);
      }
      int ready = starting.ready();
      if (ready >= pods) {
        return new Progress.Done();
      }
      if (since.plus(plan.rules().readyWithin()).isBefore(Instant.now())) {
        return new Progress.Stopped(FailureClass.EVIDENCE, late(ready, pods), true);
      }
      pulse.rest(since, Pulse.between(looks, LONGEST_REST));
    }
  }

  private String late(int ready, int pods) {
    long within = plan.rules().readyWithin().toSeconds();
    return "canary pods must be ready within %d s, got %d of %d%s"
        .formatted(within, ready, pods, where());
  }

  private String where() {
    return ", cluster " + plan.cluster().name();
  }
}
