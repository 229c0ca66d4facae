package io.fleetcanary.workflow.sweep;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.sweep.SweepActivities.Held;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Reads the ledgers of one cluster, on its queue. Writes nothing. */
@ActivityInterface
public interface LedgerActivities {
  /** The services there that a rollout holds. */
  @ActivityMethod(name = "held")
  Held held(ClusterTarget cluster);
}
