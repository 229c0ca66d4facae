package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class RealFleetEndingTest {
  @Test
  void leavesNoProcessAndNoOpenPortBehind(@TempDir Path folder) throws Exception {
    RealFleet fleet = RealFleet.start(List.of("eu-1"), folder);
    long servers = ProcessHandle.current().descendants().count();
    int gateway = fleet.gateway("eu-1").getPort();

    fleet.close();

    assertThat(servers).isEqualTo(7);
    assertThat(ProcessHandle.current().descendants()).isEmpty();
    try (ServerSocket again = new ServerSocket()) {
      again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway));
      assertThat(again.isBound()).isTrue();
    }
  }
}
