package io.fleetcanary.workflow.sweep;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.ClusterReturn;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.sweep.SweepActivities.Held;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks twice, a grace period apart, so that nothing is taken for an orphan that is only between
 * two runs.
 *
 * <pre>
 * ledgers of all clusters ▶ held, and no open run ▶ grace ▶ still so ▶ told, or brought back
 * </pre>
 */
public final class SweepWorkflow implements Sweep {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RetryOptions FEW_ATTEMPTS =
      RetryOptions.newBuilder().setMaximumAttempts(3).build();

  private final List<String> looked = new ArrayList<>();
  private final List<String> unseen = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> restored = new ArrayList<>();

  @Override
  public Swept run(SweepOrder order) {
    List<ClusterPlan> first = orphans(central("find the clusters").targets().clusters());
    if (!first.isEmpty()) {
      Wait.through(order.grace(), "a rollout may still come back to what it holds");
      settle(order.policy(), stillThere(first));
    }
    Workflow.setCurrentDetails(details());
    return status();
  }

  @Override
  public Swept status() {
    return new Swept(looked, unseen, told, restored);
  }

  private List<ClusterPlan> stillThere(List<ClusterPlan> first) {
    List<ClusterTarget> where =
        first.stream()
            .map(plan -> new ClusterTarget(plan.cluster().name(), plan.cluster().taskQueue()))
            .distinct()
            .toList();
    List<String> before = first.stream().map(SweepWorkflow::key).toList();
    looked.clear();
    unseen.clear();
    return orphans(where).stream().filter(plan -> before.contains(key(plan))).toList();
  }

  /** The same rollout, of the same service, in the same cluster. */
  private static String key(ClusterPlan plan) {
    return plan.cluster().name() + "/" + plan.namespace() + "/" + plan.rolloutId();
  }

  /** What is held where, but by no open run. */
  private List<ClusterPlan> orphans(List<ClusterTarget> clusters) {
    List<Looking> looking = clusters.stream().map(Looking::at).toList();
    List<ClusterPlan> held = new ArrayList<>();
    for (Looking one : looking) {
      held.addAll(found(one));
    }
    if (held.isEmpty()) {
      return held;
    }
    List<ClusterPlan> living = central("ask for their runs").living(new Held(held)).services();
    return held.stream().filter(plan -> !living.contains(plan)).toList();
  }

  private List<ClusterPlan> found(Looking one) {
    try {
      List<ClusterPlan> services = one.answer().get().services();
      looked.add(one.cluster().name());
      return services;
    } catch (ActivityFailure failure) {
      unseen.add(Failures.reason(failure, one.cluster()));
      return List.of();
    }
  }

  private void settle(Policy policy, List<ClusterPlan> orphans) {
    for (ClusterPlan plan : orphans) {
      String what =
          "%s/%s in cluster %s is held by rollout %s, which has no open run"
              .formatted(plan.namespace(), plan.service(), plan.cluster().name(), plan.rolloutId());
      switch (policy) {
        case TELL -> told.add(what + "; bring it back with fleetcanary restore");
        case RESTORE -> bringBack(plan, what);
      }
    }
  }

  /** Starts its way back and leaves it alone: a cluster out of reach must not hold up the next. */
  private void bringBack(ClusterPlan plan, String what) {
    String id =
        FleetRollout.workflowId(plan.namespace(), plan.service()) + "/" + plan.cluster().name();
    ClusterReturn child = Stubs.clusterReturn(id, "bring back " + plan.cluster().name());
    Async.function(child::run, plan, new GoBack(FailureClass.LOCAL, what));
    try {
      Workflow.getWorkflowExecution(child).get();
      restored.add(what + "; it comes back in run " + id);
    } catch (ChildWorkflowFailure refused) {
      if (!(refused.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
        told.add(what + "; bringing it back could not begin: " + Failures.message(refused));
      }
    }
  }

  private String details() {
    return Optional.of(lines())
        .filter(lines -> !lines.isEmpty())
        .orElse("nothing is held without a rollout in " + String.join(", ", looked));
  }

  private String lines() {
    List<String> all = new ArrayList<>(told);
    all.addAll(restored);
    all.addAll(unseen);
    return all.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
  }

  private static SweepActivities central(String summary) {
    return Workflow.newActivityStub(SweepActivities.class, options(summary).build());
  }

  private static ActivityOptions.Builder options(String summary) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(PATIENCE)
        .setRetryOptions(FEW_ATTEMPTS)
        .setSummary(summary);
  }

  /** One look on its way. */
  private record Looking(ClusterTarget cluster, Promise<Held> answer) {
    static Looking at(ClusterTarget cluster) {
      LedgerActivities ledgers =
          Workflow.newActivityStub(
              LedgerActivities.class,
              options("ledgers of " + cluster.name())
                  .setTaskQueue(cluster.taskQueue())
                  .setScheduleToStartTimeout(PATIENCE)
                  .build());
      return new Looking(cluster, Async.function(ledgers::held, cluster));
    }
  }
}
