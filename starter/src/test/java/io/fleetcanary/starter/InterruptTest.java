package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ctrl-C while a command waits: the command ends, the rollout does not. */
@EnabledOnOs(OS.LINUX)
@Timeout(600)
class InterruptTest {
  private static final int INTERRUPTED = 130;

  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @Test
  void leavesTheRolloutThatStartWaitsFor() throws Exception {
    Process start = start("start", CommandLineFixture.SPEC, "--wait");

    try (BufferedReader err = start.errorReader()) {
      awaitLine(err, "waiting for approval");
      interrupt(start);

      assertThat(rest(err))
          .endsWith(
              """
              rollout/inference/chat goes on
                wait again: fleetcanary status inference/chat --wait
                roll back: fleetcanary abort inference/chat
              """);
      assertThat(start.waitFor()).isEqualTo(INTERRUPTED);
    }
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void leavesTheRolloutThatIsWatched() throws Exception {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    Process watch = start("watch", "inference/chat");

    try (BufferedReader out = watch.inputReader();
        BufferedReader err = watch.errorReader()) {
      awaitLine(out, "waiting for approval");
      interrupt(watch);

      assertThat(rest(err))
          .endsWith(
              """
              rollout/inference/chat goes on
                watch again: fleetcanary watch inference/chat
              """);
      assertThat(watch.waitFor()).isEqualTo(INTERRUPTED);
    }
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  /** What runs in the background may have been told to ignore Ctrl-C, and hands that on. */
  private static Process start(String... args) throws IOException {
    ProcessBuilder shell = TEMPORAL.shell(args);
    shell.command().addAll(0, List.of("env", "--default-signal=INT"));
    shell.environment().put("TERM", "dumb");
    return shell.start();
  }

  private static void awaitLine(BufferedReader lines, String part) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(part)) {
        return;
      }
    }
    throw new AssertionError("never said " + part + ": " + seen);
  }

  private static void interrupt(Process process) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  private static String rest(BufferedReader lines) {
    return lines.lines().collect(Collectors.joining("\n", "", "\n"));
  }
}
