package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class RealFleetEndingTest {
  @Test
  void leavesNoProcessAndNoOpenPortBehind(@TempDir Path folder) throws Exception {
    // what a test before has killed stays as a child of process 1, which this is
    Set<ProcessHandle> before = descendants();
    RealFleet fleet = RealFleet.start(List.of("eu-1"), folder);
    Set<ProcessHandle> servers = descendants();
    servers.removeAll(before);
    int gateway = fleet.gateway("eu-1").getPort();

    fleet.close();

    assertThat(servers).hasSize(7);
    assertThat(descendants()).doesNotContainAnyElementsOf(servers);
    try (ServerSocket again = new ServerSocket()) {
      again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway));
      assertThat(again.isBound()).isTrue();
    }
  }

  private static Set<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants().collect(Collectors.toCollection(HashSet::new));
  }
}
