package io.fleetcanary.workflow.preview;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What the central worker knows by heart. On the central queue; asks no cluster. */
@ActivityInterface
public interface InventoryActivities {
  @ActivityMethod(name = "knownFleet")
  KnownFleet knownFleet();
}
