package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The embedded fleet beside a real Temporal server, which can be lost on its own. */
abstract class EmbeddedBesideTemporal extends SharedStage {
  private final List<TemporalServer> servers = new ArrayList<>();

  @Override
  protected LabFleet startFleet(Path in) {
    return EmbeddedFleet.start(startTemporal(in), clusters());
  }

  @Override
  protected final String bake() {
    return "7s";
  }

  @Override
  protected final String startTemporal(Path in) {
    servers.add(TemporalServer.start(Parts.installed().program("temporal"), in));
    return servers.getLast().address();
  }

  public final TemporalServer temporalServer() {
    return servers.getFirst();
  }

  @AfterAll
  final void stopTemporal() {
    servers.forEach(TemporalServer::close);
  }
}
