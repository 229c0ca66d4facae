package io.fleetcanary.lab.embedded;

import io.fleetcanary.lab.real.LoopbackPort;
import io.fleetcanary.lab.story.StoriesContract;
import io.temporal.testserver.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/** The stories that need only a JDK. The demo tells the good one. */
@TestInstance(Lifecycle.PER_CLASS)
final class EmbeddedStoriesTest extends StoriesContract {
  private TestServer.@Nullable PortBoundTestServer temporal;
  private @Nullable EmbeddedFleet fleet;

  @BeforeAll
  void start(@TempDir Path folder) {
    int port = LoopbackPort.preferring(17233);
    temporal = TestServer.createPortBoundServer(port);
    EmbeddedFleet started =
        EmbeddedFleet.start("127.0.0.1:" + port, List.of("eu-1", "us-1", "ap-1"));
    fleet = started;
    begin(started, folder);
  }

  @AfterAll
  void stop() {
    end();
    if (fleet != null) {
      fleet.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }
}
