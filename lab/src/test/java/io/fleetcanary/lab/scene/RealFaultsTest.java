package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.real.RealFleet;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** API servers that answer badly, on real parts; the proxy ends the encryption before them. */
@Tag("long")
final class RealFaultsTest extends RealStage implements Faults {
  @Override
  protected LabFleet startFleet(Path in) {
    return RealFleet.reading(clusters(), in);
  }
}
