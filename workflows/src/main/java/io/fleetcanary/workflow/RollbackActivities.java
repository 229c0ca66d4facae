package io.fleetcanary.workflow;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Objects;

/**
 * The way back. On the cluster's rollback queue, retried for ever, repeatable, in this order. Needs
 * no metric, no approval and no healthy pod.
 */
@ActivityInterface
public interface RollbackActivities {
  /** Takes all requests off the canary: turns the routes to back, weight 0 in the same patch. */
  @ActivityMethod(name = "withdraw")
  void withdraw(ClusterPlan plan);

  /** Turns every object to back: the routes first, once more; the ledger last (protocol 3). */
  @ActivityMethod(name = "turnBack")
  void turnBack(ClusterPlan plan);

  /**
   * Stable's template as the ledger has it, where it still holds what we wrote; waits, with
   * heartbeats, until it is rolled out.
   */
  @ActivityMethod(name = "restore")
  Restored restore(ClusterPlan plan);

  /**
   * Canary to zero, then gone; every claim released; the ledger freed (protocol 4), and with it
   * remembered which revision the evidence spoke against, and what is left as somebody else made
   * it.
   */
  @ActivityMethod(name = "release")
  void release(Release order);

  /**
   * The end of a way back.
   *
   * @param reason why the cluster went back, in one sentence
   * @param left what {@link Restored} says is left
   */
  record Release(ClusterPlan plan, FailureClass because, String reason, String left) {
    public Release {
      left = Objects.requireNonNullElse(left, "");
    }

    /** With nothing left. */
    public Release(ClusterPlan plan, FailureClass because, String reason) {
      this(plan, because, reason, "");
    }
  }

  /**
   * What restoring found.
   *
   * @param touched false when this rollout had never written anything here
   * @param left what somebody else changed and we therefore left alone; empty when everything is as
   *     before
   */
  record Restored(boolean touched, String left) {}
}
