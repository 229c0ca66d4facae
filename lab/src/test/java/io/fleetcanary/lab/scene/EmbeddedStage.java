package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.process.LoopbackPort;
import io.temporal.testserver.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The embedded fleet. */
abstract class EmbeddedStage extends SharedStage {
  private final List<TestServer.PortBoundTestServer> servers = new ArrayList<>();

  @Override
  protected LabFleet startFleet(Path in) {
    return EmbeddedFleet.start(startTemporal(in), clusters());
  }

  @Override
  protected final String startTemporal(Path in) {
    int port = LoopbackPort.preferring(17234);
    servers.add(TestServer.createPortBoundServer(port));
    return "127.0.0.1:" + port;
  }

  @Override
  protected final String bake() {
    return "7s";
  }

  @AfterAll
  final void stopTemporal() {
    servers.forEach(TestServer.PortBoundTestServer::close);
  }
}
