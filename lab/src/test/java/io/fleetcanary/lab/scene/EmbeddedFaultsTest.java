package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** API servers that answer badly, on the embedded fleet. */
@Tag("long")
final class EmbeddedFaultsTest extends EmbeddedStage implements Faults {
  @Override
  protected LabFleet startFleet(Path in) {
    return EmbeddedFleet.reading(startTemporal(in), clusters());
  }
}
