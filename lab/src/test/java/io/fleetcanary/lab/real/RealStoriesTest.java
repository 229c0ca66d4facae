package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.story.Stories.Told;
import io.fleetcanary.lab.story.StoriesContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The stories on real parts, with the worker as a process and only the rights the docs name. */
@Tag("real")
@TestInstance(Lifecycle.PER_CLASS)
final class RealStoriesTest extends StoriesContract {
  private RealFleet fleet;

  @BeforeAll
  void start() throws Exception {
    Path folder = Files.createTempDirectory("fleetcanary-stories-");
    fleet = RealFleet.start(List.of("eu-1", "us-1", "ap-1"), folder);
    begin(fleet, folder);
  }

  @AfterAll
  void stop() {
    end();
    if (fleet != null) {
      fleet.close();
    }
  }

  @Test
  @Order(3)
  void promotesEverywhereWithoutAFailedRequest() {
    assertThat(stories().good((rollout, status) -> {}).flaws()).isEmpty();
  }

  @Test
  @Order(4)
  void goesOnWhenTheWorkerIsKilledAtAQuarter() {
    AtomicBoolean killed = new AtomicBoolean();
    String first = fleet.clusters().getFirst();

    Told told =
        stories()
            .goodAgain(
                (rollout, status) -> {
                  if (!killed.get() && bakesAtQuarter(status, first)) {
                    replaceWorker();
                    killed.set(true);
                  }
                });

    assertThat(killed).isTrue();
    assertThat(told.flaws()).isEmpty();
  }
}
