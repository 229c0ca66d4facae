package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.RealFleet;
import io.fleetcanary.lab.real.TemporalServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The fleet of real parts. */
abstract class RealStage extends SharedStage {
  private final List<TemporalServer> others = new ArrayList<>();

  @Override
  protected LabFleet startFleet(Path in) {
    return RealFleet.start(clusters(), in);
  }

  @Override
  protected final String startTemporal(Path in) {
    TemporalServer server = TemporalServer.start(Parts.installed().program("temporal"), in);
    others.add(server);
    return server.address();
  }

  @Override
  protected final String bake() {
    return "12s";
  }

  @AfterAll
  final void stopOthers() {
    others.forEach(TemporalServer::close);
  }
}
