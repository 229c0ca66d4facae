package io.fleetcanary.starter.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.client.TemporalConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemporalCommandTest {
  @Test
  void survivesTheShellWordByWord() throws IOException {
    String command =
        TemporalCommand.start(
            TemporalConnection.plain("temporal:7233", "my space"),
            "rollout/inference/chat",
            "ann's chat $HOME",
            Map.of("note", "it's \"quoted\" `twice`"));

    assertThat(words(command))
        .containsExactly(
            "workflow",
            "start",
            "--fail-existing",
            "--address",
            "temporal:7233",
            "--namespace",
            "my space",
            "--type",
            "FleetRollout",
            "--task-queue",
            "fleetcanary",
            "--workflow-id",
            "rollout/inference/chat",
            "--static-summary",
            "ann's chat $HOME",
            "--input",
            "{\"note\":\"it's \\\"quoted\\\" `twice`\"}");
  }

  /** What a real shell hands to a program called temporal. */
  private static String[] words(String command) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "temporal() { printf '%s\\n' \"$@\"; }\n" + command)
            .redirectErrorStream(true)
            .start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
  }
}
