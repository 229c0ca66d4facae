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
import io.fleetcanary.workflow.sweep.LedgerActivities.Held;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
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
 *                         ▶ free, and a canary left                ▶ told, or removed
 * </pre>
 */
public final class SweepWorkflow implements Sweep {
  private final List<String> looked = new ArrayList<>();
  private final List<String> unseen = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> restored = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();

  @Override
  public Swept run(SweepOrder order) {
    Look first = look(central("find the clusters").targets().clusters(), order);
    looked.addAll(first.looked());
    unseen.addAll(first.unseen().values());
    told.addAll(first.unreadable());
    if (!first.orphans().isEmpty() || !first.strays().isEmpty()) {
      Wait.through(order.grace(), "a rollout may still come back to what it holds");
      Look again = look(first.found(), order);
      settle(order.policy(), first.orphans(), again);
      new Remains(order.policy(), told, removed).settle(first.strays(), again);
    }
    Workflow.setCurrentDetails(details());
    return status();
  }

  @Override
  public Swept status() {
    return new Swept(looked, unseen, told, restored, removed);
  }

  private void settle(Policy policy, List<ClusterPlan> orphans, Look again) {
    List<String> still = again.orphans().stream().map(SweepWorkflow::key).toList();
    for (ClusterPlan plan : orphans) {
      String unheard = again.unseen().get(plan.cluster().name());
      if (unheard != null) {
        told.add(held(plan) + "; it could not be looked at again: " + unheard);
      } else if (still.contains(key(plan))) {
        settle(policy, plan);
      }
    }
  }

  /** The same rollout, of the same service, in the same cluster. */
  private static String key(ClusterPlan plan) {
    return plan.cluster().name() + "/" + plan.namespace() + "/" + plan.rolloutId();
  }

  private static String held(ClusterPlan plan) {
    return "%s/%s in cluster %s is held by rollout %s, which has no open run"
        .formatted(plan.namespace(), plan.service(), plan.cluster().name(), plan.rolloutId());
  }

  private static Look look(List<ClusterTarget> clusters, SweepOrder order) {
    Look look = Look.at(clusters, order.namespaces());
    if (!look.orphans().isEmpty()) {
      List<String> living =
          central("ask for their runs")
              .living(new Held(look.orphans(), List.of()))
              .services()
              .stream()
              .map(SweepWorkflow::key)
              .toList();
      look.orphans().removeIf(plan -> living.contains(key(plan)));
    }
    return look;
  }

  private void settle(Policy policy, ClusterPlan plan) {
    switch (policy) {
      case TELL -> told.add(held(plan) + "; bring it back with fleetcanary restore");
      case RESTORE -> bringBack(plan, held(plan));
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
    all.addAll(removed);
    all.addAll(unseen);
    return all.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
  }

  private static SweepActivities central(String summary) {
    return Workflow.newActivityStub(SweepActivities.class, Look.options(summary).build());
  }
}
