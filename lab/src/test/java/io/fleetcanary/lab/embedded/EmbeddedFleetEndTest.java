package io.fleetcanary.lab.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess.Kubeconfig;
import io.fleetcanary.lab.Eventually;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EmbeddedFleetEndTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void leavesNothingBehindWhenItCloses() {
    Set<Thread> before = lastingThreads();
    EmbeddedFleet fleet = EmbeddedFleet.start("127.0.0.1:7233", List.of("eu-9"));
    Kubeconfig access = (Kubeconfig) fleet.inventory().clusters().getFirst().access();
    assertThat(new File(access.file())).exists();

    fleet.close();

    Eventually.within(SOON, () -> assertThat(before).containsAll(lastingThreads()));
    assertThat(new File(access.file()).getParentFile()).doesNotExist();
  }

  private static Set<Thread> lastingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }
}
