package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class RealFleetTest {
  @Test
  void startsUp() throws Exception {
    Instant begin = Instant.now();
    try (RealFleet fleet =
        RealFleet.start(
            List.of("eu-1", "eu-2", "us-1"),
            Path.of("target", "real", "" + begin.toEpochMilli()))) {
      System.out.println(fleet.clusters() + " up in " + Duration.between(begin, Instant.now()));
      Thread.sleep(20_000);
    }
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
