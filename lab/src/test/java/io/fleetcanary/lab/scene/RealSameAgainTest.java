package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** The same image again and again, on real parts. */
@Tag("same-again")
final class RealSameAgainTest extends RealStage implements SameAgain {
  private final AgainReport report = new AgainReport("real");

  @Override
  public AgainReport report() {
    return report;
  }
}
