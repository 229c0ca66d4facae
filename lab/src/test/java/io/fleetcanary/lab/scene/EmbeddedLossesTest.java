package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** What is lost and found again on the embedded fleet; the Temporal server is a real one. */
@Tag("long")
final class EmbeddedLossesTest extends SharedStage implements Losses {
  private final List<TemporalServer> servers = new ArrayList<>();

  @Override
  protected LabFleet startFleet(Path in) {
    return EmbeddedFleet.start(startTemporal(in), clusters());
  }

  @Override
  protected String bake() {
    return "7s";
  }

  @Override
  protected String startTemporal(Path in) {
    servers.add(TemporalServer.start(Parts.installed().program("temporal"), in));
    return servers.getLast().address();
  }

  @Override
  public void restartTemporal() {
    servers.getFirst().restart();
  }

  @AfterAll
  void stopTemporal() {
    servers.forEach(TemporalServer::close);
  }
}
