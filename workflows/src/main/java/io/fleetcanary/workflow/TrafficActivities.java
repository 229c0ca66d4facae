package io.fleetcanary.workflow;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Moves requests, going forward. On the cluster's queue. */
@ActivityInterface
public interface TrafficActivities {
  /** Sets the weight, then sees the route accept it and both backends have ready endpoints. */
  @ActivityMethod(name = "shift")
  Progress shift(TrafficShift shift);

  /**
   * One change of weight.
   *
   * @param step counts from 1
   */
  record TrafficShift(ClusterPlan plan, int step, TrafficWeight weight) {}
}
