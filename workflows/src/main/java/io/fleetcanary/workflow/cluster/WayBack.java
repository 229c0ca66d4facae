package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.workflow.RollbackActivities.Release;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.flow.Wait;

/**
 * One way back for every phase. Traffic first, pods second: requests must never point at pods that
 * are going away. Needs nothing and never gives up; a person may.
 */
final class WayBack {
  private final ClusterPlan plan;
  private final Standing standing;
  private final Insist insist;
  private String left = "";

  WayBack(ClusterPlan plan, Standing standing, Insist insist) {
    this.plan = plan;
    this.standing = standing;
    this.insist = insist;
  }

  /**
   * Goes it to its end. For detached scopes only.
   *
   * @param exposed whether the canary may have answered requests, which then must drain
   */
  ClusterOutcome go(Stop stop, boolean exposed) {
    return insist.unlessAbandoned(
        () -> toItsEnd(stop, exposed),
        by -> new ClusterOutcome.HandedOver(stop.reason() + "; " + by, left()));
  }

  private String left() {
    return left
        + floor(plan.cluster())
        + "; bring it back with fleetcanary restore "
        + plan.namespace()
        + "/"
        + plan.service();
  }

  /** What abandoning leaves of an autoscaler. */
  static String floor(ClusterTarget cluster) {
    return cluster.scaler().exists()
        ? "; the floor of " + cluster.scaler() + " may still be raised"
        : "";
  }

  private ClusterOutcome toItsEnd(Stop stop, boolean exposed) {
    String cluster = plan.cluster().name();
    left = "nothing was taken back, the canary may still get " + standing.status().set();
    takeTrafficOff(stop, cluster);
    left = "the canary gets no requests; everything else is as the rollout left it";
    insist.on(patience -> turnBack(patience, cluster));
    Restored restored =
        insist.on(
            patience ->
                Stubs.restoring(plan, patience, "stable as it was in " + cluster).restore(plan));
    left =
        restored.left().isEmpty()
            ? "stable is as it was; the canary and the claim are still there"
            : restored.left() + "; the canary and the claim are still there";
    if (exposed) {
      Wait.through(plan.rules().drain(), "drain the canary in " + cluster);
    }
    insist.on(patience -> release(patience, stop, restored));
    return outcome(stop, restored);
  }

  /**
   * A parent that has ordered it hears of it afterwards: where many clusters go back at once, every
   * message before, and everything that comes after, keeps requests on other clusters' canaries.
   */
  private void takeTrafficOff(Stop stop, String cluster) {
    standing.goBack(stop);
    if (!stop.ordered()) {
      standing.returns(stop);
    }
    insist.on(patience -> withdraw(patience, cluster));
    standing.set(TrafficWeight.NONE);
    if (!stop.room().isZero()) {
      Wait.through(stop.room(), "the traffic of other clusters first, then the rest in " + cluster);
    } else if (stop.ordered()) {
      standing.returns(stop);
    }
  }

  private boolean withdraw(Stubs.Patience patience, String cluster) {
    Stubs.rollback(plan, patience, "traffic off the canary in " + cluster).withdraw(plan);
    return true;
  }

  private boolean turnBack(Stubs.Patience patience, String cluster) {
    Stubs.rollback(plan, patience, "nothing goes forward in " + cluster).turnBack(plan);
    return true;
  }

  private boolean release(Stubs.Patience patience, Stop stop, Restored restored) {
    String summary = "remove the canary, release " + plan.cluster().name();
    Stubs.rollback(plan, patience, summary)
        .release(new Release(plan, stop.because(), stop.reason(), restored.left()));
    return true;
  }

  private static ClusterOutcome outcome(Stop stop, Restored restored) {
    if (!restored.left().isEmpty()) {
      return new ClusterOutcome.HandedOver(stop.reason(), restored.left());
    }
    return restored.touched()
        ? new ClusterOutcome.RolledBack(stop.because(), stop.reason())
        : new ClusterOutcome.Untouched(stop.because(), stop.reason());
  }
}
