package io.fleetcanary.activity.planning;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.workflow.preview.InventoryActivities;
import io.fleetcanary.workflow.preview.KnownFleet;

/** Says what the fleet file says, without addresses and credentials. */
public final class FleetListing implements InventoryActivities {
  private final KnownFleet fleet;

  public FleetListing(FleetInventory inventory) {
    fleet =
        new KnownFleet(
            inventory.clusters().stream()
                .map(it -> new KnownCluster(it.name(), it.labels(), it.taskQueue()))
                .toList());
  }

  @Override
  public KnownFleet knownFleet() {
    return fleet;
  }
}
