package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/**
 * On real API servers and their autoscaler, which has no metrics; of KEDA only its kind is there.
 */
@Tag("long")
final class RealAutoscaledTest extends RealStage implements Autoscaled, ForeignScalers {
  @Override
  public boolean tellsWho() {
    return true;
  }
}
