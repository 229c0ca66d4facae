package io.fleetcanary.lab.scene;

import io.fleetcanary.activity.cluster.FleetInventory;

/** Whatever scenarios are played on. */
interface OnStage {
  Stage stage();

  /** Where scenarios tell how long a regression reached people. */
  OnsetReport onsets();

  /** Starts another installation for the same fleet, with a Temporal server of its own. */
  default Installation another() {
    return another(stage().fleet().inventory());
  }

  /** The same for those clusters of the fleet that it is told of. */
  Installation another(FleetInventory known);
}
