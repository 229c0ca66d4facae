package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import java.nio.file.Path;

/**
 * A fleet and an installation that releases to it: what scenarios share.
 *
 * @param bake a duration, long enough for this fleet's gateways to show the share that was set
 */
record Stage(LabFleet fleet, Installation installation, String bake) implements AutoCloseable {
  /** Starts a worker for a fleet, which is closed with the stage. */
  static Stage on(LabFleet fleet, String bake, Path folder) {
    return new Stage(fleet, new Installation(fleet.inventory(), fleet.temporal(), folder), bake);
  }

  /** A scenario; the name is its namespace, so let no other have it. */
  Scene scene(String name) {
    return new Scene(fleet, installation.client(), bake, name);
  }

  /** The same, released by another installation. */
  Scene scene(String name, Installation other) {
    return new Scene(fleet, other.client(), bake, name);
  }

  @Override
  public void close() {
    installation.close();
    fleet.close();
  }
}
