package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.process.InProcessTemporal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The embedded fleet. */
abstract class EmbeddedStage extends SharedStage {
  private final List<InProcessTemporal> servers = new ArrayList<>();

  @Override
  protected LabFleet startFleet(Path in) {
    return EmbeddedFleet.start(startTemporal(in), clusters());
  }

  @Override
  protected final String startTemporal(Path in) {
    InProcessTemporal server = InProcessTemporal.preferring(17234);
    servers.add(server);
    return server.address();
  }

  @Override
  protected final String bake() {
    return "7s";
  }

  @AfterAll
  final void stopTemporal() {
    servers.forEach(InProcessTemporal::close);
  }
}
