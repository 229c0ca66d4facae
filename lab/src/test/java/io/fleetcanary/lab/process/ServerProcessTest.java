package io.fleetcanary.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void saysTheLastWordsOfAServerThatEndsBeforeItIsReady() {
    try (ServerProcess server = shell("echo port is taken; exit 3")) {
      assertThatThrownBy(() -> server.awaitReady(() -> false, LONG))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("test must keep running, got exit code 3")
          .hasMessageEndingWith("port is taken");
    }
  }

  @Test
  void doesNotWaitForEver() {
    try (ServerProcess server = shell("exec sleep 60")) {
      assertThatThrownBy(() -> server.awaitReady(() -> false, Duration.ofMillis(10)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("test must be ready within PT0.01S");
    }
  }

  @Test
  void addsToTheEnvironmentAndWaitsUntilReady() {
    Path ready = folder.resolve("ready");

    try (ServerProcess server = shell("touch $NAME; exec sleep 60")) {
      server.awaitReady(() -> Files.exists(ready), LONG);

      assertThat(server.alive()).isTrue();
    }
  }

  @Test
  void isGoneOnceClosedEvenIfItDoesNotWantTo() {
    ServerProcess server = shell("trap '' TERM; touch $NAME; while :; do sleep 1; done");
    server.awaitReady(() -> Files.exists(folder.resolve("ready")), LONG);

    server.close();

    assertThat(server.alive()).isFalse();
    assertThat(ProcessHandle.of(server.pid())).isEmpty();
  }

  private ServerProcess shell(String script) {
    return ServerProcess.start(
        "test", folder, Map.of("NAME", "ready"), List.of("sh", "-c", script));
  }
}
