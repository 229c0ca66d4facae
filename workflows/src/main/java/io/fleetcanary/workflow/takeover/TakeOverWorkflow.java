package io.fleetcanary.workflow.takeover;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.ClusterReturn;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.PlanningActivities.Resolution;
import io.fleetcanary.workflow.PlanningActivities.SpecText;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.sweep.LedgerActivities;
import io.fleetcanary.workflow.sweep.LedgerActivities.Held;
import io.fleetcanary.workflow.sweep.LedgerActivities.Inherited;
import io.fleetcanary.workflow.sweep.LedgerActivities.OneService;
import io.fleetcanary.workflow.sweep.LedgerActivities.Taking;
import io.fleetcanary.workflow.sweep.SweepActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks everywhere before it takes anything anywhere.
 *
 * <pre>
 * ledgers of the selected clusters ▶ held, and no open run here ▶ taken over ▶ back ▶ free
 *                                └▶ one lives, or cannot be looked at: refused
 * </pre>
 */
public final class TakeOverWorkflow implements TakeOver {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RetryOptions FEW_ATTEMPTS =
      RetryOptions.newBuilder().setMaximumAttempts(3).build();
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final List<String> refused = new ArrayList<>();
  private final List<String> under = new ArrayList<>();
  private final List<String> back = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  @Override
  public Taken run(Order order) {
    switch (Stubs.planning("read the spec").resolve(new SpecText(order.spec()))) {
      case Resolution.Refused wrong -> refused.addAll(wrong.problems());
      case Resolution.Selected selected -> {
        List<ClusterPlan> held = held(selected);
        refuseTheLiving(held);
        if (refused.isEmpty()) {
          takeOver(held, order);
        }
      }
    }
    return status();
  }

  @Override
  public Taken status() {
    return new Taken(refused, under, back, left);
  }

  private List<ClusterPlan> held(Resolution.Selected selected) {
    List<Looking> looking =
        selected.clusters().stream().map(each -> Looking.at(each, selected.survey())).toList();
    return looking.stream().flatMap(each -> each.services(refused).stream()).toList();
  }

  /** Whatever has an open run in this Temporal namespace comes back by an abort. */
  private void refuseTheLiving(List<ClusterPlan> held) {
    if (held.isEmpty()) {
      return;
    }
    SweepActivities runs = Workflow.newActivityStub(SweepActivities.class, central());
    for (ClusterPlan plan : runs.living(new Held(held, List.of())).services()) {
      refused.add(
          held(plan) + ", which is under way and not to be taken over; start with --supersede");
    }
  }

  private static String held(ClusterPlan plan) {
    return where(plan) + " is held by rollout " + plan.rolloutId();
  }

  private static String where(ClusterPlan plan) {
    return plan.namespace() + "/" + plan.service() + " in cluster " + plan.cluster().name();
  }

  /**
   * Side by side: a cluster out of reach must not hold up the next. What tells its id from one of
   * the same second is drawn: a run's id begins with the time.
   */
  private void takeOver(List<ClusterPlan> held, Order order) {
    String suffix = Workflow.randomUUID().toString().substring(0, 4);
    String now = SECOND.format(Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    List<Promise<Void>> all = new ArrayList<>();
    for (ClusterPlan plan : held) {
      ClusterPlan mine = plan.claimedBy(plan.service() + "-" + now + "-" + suffix);
      all.add(Async.procedure(() -> takeOver(plan, mine, order.sentence())));
    }
    Promise.allOf(all).get();
  }

  private void takeOver(ClusterPlan theirs, ClusterPlan mine, String sentence) {
    try {
      Inherited inherited = ledgers(theirs).take(new Taking(theirs, mine.rolloutId()));
      if (inherited.taken()) {
        bringBack(theirs, mine, sentence, inherited.kept());
      } else {
        left.add(held(theirs) + " no more: it has changed hands meanwhile; start again");
      }
    } catch (ActivityFailure failure) {
      left.add(held(theirs) + " still: " + Failures.reason(failure, theirs.cluster()));
    }
  }

  private void bringBack(ClusterPlan theirs, ClusterPlan mine, String sentence, boolean kept) {
    String cluster = mine.cluster().name();
    String id = FleetRollout.workflowId(mine.namespace(), mine.service()) + "/" + cluster;
    String going = where(mine) + " comes back from rollout " + theirs.rolloutId() + " in run " + id;
    under.add(going);
    ClusterReturn child = Stubs.clusterReturn(id, "take over " + cluster);
    ClusterOutcome outcome = child.run(mine, new GoBack(FailureClass.PERSON, sentence));
    under.remove(going);
    if (outcome instanceof ClusterOutcome.HandedOver over && !kept) {
      left.add(where(mine) + " is not as it was: " + over.left());
    } else {
      back.add(
          where(mine)
              + (kept ? " keeps the revision of rollout " : " is as it was before rollout ")
              + theirs.rolloutId());
    }
  }

  private static LedgerActivities ledgers(ClusterPlan plan) {
    return Workflow.newActivityStub(
        LedgerActivities.class, at(plan.cluster(), "take over " + plan.cluster().name()));
  }

  private static ActivityOptions at(ClusterTarget cluster, String summary) {
    return ActivityOptions.newBuilder(central())
        .setTaskQueue(cluster.taskQueue())
        .setScheduleToStartTimeout(PATIENCE)
        .setSummary(summary)
        .build();
  }

  private static ActivityOptions central() {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(PATIENCE)
        .setRetryOptions(FEW_ATTEMPTS)
        .setSummary("ask for their runs")
        .build();
  }

  /** One cluster, looked at. */
  private record Looking(ClusterTarget cluster, Promise<Held> answer) {
    static Looking at(ClusterTarget cluster, SurveyRequest asked) {
      LedgerActivities ledgers =
          Workflow.newActivityStub(
              LedgerActivities.class, TakeOverWorkflow.at(cluster, "ledger in " + cluster.name()));
      OneService service = new OneService(cluster, asked.namespace(), asked.service());
      return new Looking(cluster, Async.function(ledgers::heldOf, service));
    }

    List<ClusterPlan> services(List<String> refused) {
      try {
        Held held = answer.get();
        for (String service : held.unreadable()) {
          refused.add(
              service + " in cluster " + cluster.name() + " has a ledger that cannot be read");
        }
        return held.services();
      } catch (ActivityFailure failure) {
        refused.add(Failures.reason(failure, cluster));
        return List.of();
      }
    }
  }
}
