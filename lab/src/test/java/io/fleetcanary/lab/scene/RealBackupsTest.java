package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.real.RealFleet;
import io.fleetcanary.lab.real.TemporalServer;
import org.junit.jupiter.api.Tag;

/** Backups restored on real parts. */
@Tag("long")
final class RealBackupsTest extends RealStage implements Backups {
  @Override
  public TemporalServer temporalServer() {
    return ((RealFleet) stage().fleet()).temporalServer();
  }
}
