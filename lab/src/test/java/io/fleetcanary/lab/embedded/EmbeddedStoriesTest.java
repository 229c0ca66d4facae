package io.fleetcanary.lab.embedded;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.process.InProcessTemporal;
import io.fleetcanary.lab.story.StoriesContract;
import io.fleetcanary.lab.story.StorySpec.Pace;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The stories that need only a JDK. The demo tells the good one. */
final class EmbeddedStoriesTest extends StoriesContract {
  private @Nullable InProcessTemporal temporal;

  @Override
  protected Pace pace() {
    return Pace.BRISK;
  }

  @Override
  protected LabFleet startFleet(Path in) {
    temporal = InProcessTemporal.preferring(17233);
    return EmbeddedFleet.start(temporal.address(), List.of("eu-1", "us-1", "ap-1"));
  }

  @AfterAll
  void stopTemporal() {
    if (temporal != null) {
      temporal.close();
    }
  }
}
