package io.fleetcanary.workflow.sweep;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.sweep.LedgerActivities.Held;
import io.fleetcanary.workflow.sweep.LedgerActivities.OneService;
import io.fleetcanary.workflow.sweep.LedgerActivities.Stray;
import io.fleetcanary.workflow.sweep.LedgerActivities.Where;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one look over clusters has found.
 *
 * @param looked names of clusters that were seen
 * @param unseen why others were not, by name
 * @param unreadable a sentence for each ledger that cannot be read
 * @param orphans what is held
 * @param strays what late creations have left where nobody holds anything
 */
record Look(
    List<String> looked,
    SortedMap<String, String> unseen,
    List<String> unreadable,
    List<ClusterPlan> orphans,
    List<Stray> strays) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RetryOptions FEW_ATTEMPTS =
      RetryOptions.newBuilder().setMaximumAttempts(3).build();

  private Look() {
    this(
        new ArrayList<>(),
        new TreeMap<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /** Looks at all of them at once. */
  static Look at(List<ClusterTarget> clusters, List<String> namespaces) {
    List<Looking> looking = clusters.stream().map(each -> Looking.at(each, namespaces)).toList();
    Look look = new Look();
    looking.forEach(one -> one.tell(look));
    return look;
  }

  /** The clusters in which something was found. */
  List<ClusterTarget> found() {
    Stream<ClusterTarget> holding = orphans.stream().map(ClusterPlan::cluster);
    Stream<ClusterTarget> littered = strays.stream().map(Stray::of).map(OneService::cluster);
    return Stream.concat(holding, littered)
        .map(each -> new ClusterTarget(each.name(), each.taskQueue()))
        .distinct()
        .toList();
  }

  /** The same object, with the mark of the same rollout, as it is now. */
  Optional<Stray> still(Stray before) {
    return strays.stream().filter(each -> key(each).equals(key(before))).findFirst();
  }

  private static String key(Stray stray) {
    return String.join(
        "/",
        stray.of().cluster().name(),
        stray.of().namespace(),
        stray.kind(),
        stray.name(),
        stray.rollout());
  }

  /** The activities of one cluster, on its queue. */
  static LedgerActivities ledgers(ClusterTarget cluster, String summary) {
    return Workflow.newActivityStub(
        LedgerActivities.class,
        options(summary + cluster.name())
            .setTaskQueue(cluster.taskQueue())
            .setScheduleToStartTimeout(PATIENCE)
            .build());
  }

  static ActivityOptions.Builder options(String summary) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(PATIENCE)
        .setRetryOptions(FEW_ATTEMPTS)
        .setSummary(summary);
  }

  /** One cluster's part of it, on its way. */
  private record Looking(ClusterTarget cluster, Promise<Held> answer) {
    static Looking at(ClusterTarget cluster, List<String> namespaces) {
      LedgerActivities ledgers = ledgers(cluster, "ledgers of ");
      return new Looking(cluster, Async.function(ledgers::held, new Where(cluster, namespaces)));
    }

    void tell(Look look) {
      try {
        Held held = answer.get();
        look.looked().add(cluster.name());
        look.orphans().addAll(held.services());
        look.strays().addAll(held.strays());
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
