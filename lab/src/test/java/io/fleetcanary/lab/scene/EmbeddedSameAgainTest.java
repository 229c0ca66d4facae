package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** The same image again and again, on the embedded fleet. */
@Tag("same-again")
final class EmbeddedSameAgainTest extends EmbeddedStage implements SameAgain {
  private final AgainReport report = new AgainReport("embedded");

  @Override
  public AgainReport report() {
    return report;
  }
}
