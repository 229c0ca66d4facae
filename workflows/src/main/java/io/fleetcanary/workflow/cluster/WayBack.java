package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.flow.Wait;

/**
 * One way back for every phase. Traffic first, pods second: requests must never point at pods that
 * are going away. Needs nothing and never gives up.
 */
final class WayBack {
  private final ClusterPlan plan;
  private final Standing standing;
  private final Insist insist;

  WayBack(ClusterPlan plan, Standing standing) {
    this.plan = plan;
    this.standing = standing;
    insist = new Insist(plan.cluster(), standing);
  }

  /**
   * Goes it to its end. For detached scopes only.
   *
   * @param exposed whether the canary may have answered requests, which then must drain
   */
  ClusterOutcome go(Stop stop, boolean exposed) {
    String cluster = plan.cluster().name();
    takeTrafficOff(stop, cluster);
    insist.on(patience -> turnBack(patience, cluster));
    Restored restored =
        insist.on(
            patience ->
                Stubs.restoring(plan, patience, "stable as it was in " + cluster).restore(plan));
    if (exposed) {
      Wait.through(plan.rules().drain(), "drain the canary in " + cluster);
    }
    insist.on(patience -> release(patience, cluster));
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

  private boolean release(Stubs.Patience patience, String cluster) {
    Stubs.rollback(plan, patience, "remove the canary, release " + cluster).release(plan);
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
