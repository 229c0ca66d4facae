package io.fleetcanary.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @Test
  void refusesAFleetThatIsTooSmallAsWrongUsage() {
    assertThat(Demo.run("--clusters", "2", "--temporal", "in_process")).isEqualTo(2);
  }

  @Test
  @Timeout(30)
  void saysAtOnceThatTheServerOneWasToldOfDoesNotAnswer(@TempDir Path folder) {
    assertThatThrownBy(
            () -> DemoTemporal.choose(Map.of("TEMPORAL_ADDRESS", "127.0.0.1:1"), false, folder))
        .isInstanceOfSatisfying(
            CommandException.class,
            failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageStartingWith("cannot reach temporal at 127.0.0.1:1");
  }
}
