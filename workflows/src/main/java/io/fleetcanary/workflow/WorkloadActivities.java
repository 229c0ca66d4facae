package io.fleetcanary.workflow;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Changes pods, going forward. On the cluster's queue; every call is idempotent and fenced by the
 * claim.
 */
@ActivityInterface
public interface WorkloadActivities {
  /**
   * Ledger first, then our objects created empty, then each user object claimed (design, claim
   * protocol 1).
   */
  @ActivityMethod(name = "claim")
  Progress claim(ClusterPlan plan);

  /**
   * Canary pods for a weight present, ready and warm; heartbeats while it waits, trouble ends it
   * early.
   */
  @ActivityMethod(name = "scaleCanary")
  Progress scaleCanary(CanaryScale scale);

  /** Writes the revision into the user's pod template. Does not wait: the watch does. */
  @ActivityMethod(name = "promote")
  Progress promote(ClusterPlan plan);

  /** Canary to zero pods, after promotion and drain. */
  @ActivityMethod(name = "emptyCanary")
  Progress emptyCanary(ClusterPlan plan);

  /**
   * Closes the ledger, removes the canary, releases each claim, frees the ledger (protocol 4).
   * Stopped sends the cluster back; once the ledger is closed, that can only say so.
   */
  @ActivityMethod(name = "keep")
  Progress keep(ClusterPlan plan);

  /**
   * How many canary pods.
   *
   * @param step counts from 1
   * @param weight the coming weight; pods follow stable's live size
   */
  record CanaryScale(ClusterPlan plan, int step, TrafficWeight weight) {}
}
