package io.fleetcanary.lab.scene;

/** Whatever scenarios are played on. */
interface OnStage {
  Stage stage();

  /** Where scenarios tell how long a regression reached people. */
  OnsetReport onsets();

  /** Starts another installation for the same fleet, with a Temporal server of its own. */
  Installation another();
}
