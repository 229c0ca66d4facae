package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** On the embedded fleet, whose autoscalers know floor and ceiling, and no load. */
@Tag("long")
final class EmbeddedAutoscaledTest extends EmbeddedStage implements Autoscaled, ForeignScalers {
  @Override
  public boolean tellsWho() {
    return false;
  }
}
