package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.real.RealFleet;
import org.junit.jupiter.api.Tag;

/** What is lost and found again on real parts. */
@Tag("long")
final class RealLossesTest extends RealStage implements Losses {
  @Override
  public void restartTemporal() {
    ((RealFleet) stage().fleet()).restartTemporal();
  }
}
