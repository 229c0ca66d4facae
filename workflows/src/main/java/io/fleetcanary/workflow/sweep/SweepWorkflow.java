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
import io.fleetcanary.workflow.sweep.LedgerActivities.Where;
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
import java.util.SortedMap;
import java.util.TreeMap;
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
    Look first = look(central("find the clusters").targets().clusters(), order);
    looked.addAll(first.looked());
    unseen.addAll(first.unseen().values());
    told.addAll(first.unreadable());
    if (!first.orphans().isEmpty()) {
      Wait.through(order.grace(), "a rollout may still come back to what it holds");
      settle(order, first.orphans());
    }
    Workflow.setCurrentDetails(details());
    return status();
  }

  @Override
  public Swept status() {
    return new Swept(looked, unseen, told, restored);
  }

  private void settle(SweepOrder order, List<ClusterPlan> orphans) {
    Look again = look(orphans.stream().map(SweepWorkflow::target).distinct().toList(), order);
    List<String> still = again.orphans().stream().map(SweepWorkflow::key).toList();
    for (ClusterPlan plan : orphans) {
      String unheard = again.unseen().get(plan.cluster().name());
      if (unheard != null) {
        told.add(held(plan) + "; it could not be looked at again: " + unheard);
      } else if (still.contains(key(plan))) {
        settle(order.policy(), plan);
      }
    }
  }

  private static ClusterTarget target(ClusterPlan plan) {
    return new ClusterTarget(plan.cluster().name(), plan.cluster().taskQueue());
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
    List<Looking> looking =
        clusters.stream().map(each -> Looking.at(each, order.namespaces())).toList();
    Look look = new Look();
    looking.forEach(one -> one.tell(look));
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

  /**
   * What one look over clusters has found.
   *
   * @param looked names of clusters that were seen
   * @param unseen why others were not, by name
   * @param unreadable a sentence for each ledger that cannot be read
   * @param orphans what is held, but by no open run
   */
  private record Look(
      List<String> looked,
      SortedMap<String, String> unseen,
      List<String> unreadable,
      List<ClusterPlan> orphans) {
    Look() {
      this(new ArrayList<>(), new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /** One cluster's part of it, on its way. */
  private record Looking(ClusterTarget cluster, Promise<Held> answer) {
    static Looking at(ClusterTarget cluster, List<String> namespaces) {
      LedgerActivities ledgers =
          Workflow.newActivityStub(
              LedgerActivities.class,
              options("ledgers of " + cluster.name())
                  .setTaskQueue(cluster.taskQueue())
                  .setScheduleToStartTimeout(PATIENCE)
                  .build());
      return new Looking(cluster, Async.function(ledgers::held, new Where(cluster, namespaces)));
    }

    void tell(Look look) {
      try {
        Held held = answer.get();
        look.looked().add(cluster.name());
        look.orphans().addAll(held.services());
        for (String service : held.unreadable()) {
          look.unreadable()
              .add(service + " in cluster " + cluster.name() + " has a ledger that cannot be read");
        }
      } catch (ActivityFailure failure) {
        look.unseen().put(cluster.name(), Failures.reason(failure, cluster));
      }
    }
  }
}
