package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.real.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A shell with kubectl on its path. */
final class Kubectl {
  private Kubectl() {}

  /** Runs a script, and insists that each command of it succeeds. */
  static void run(String script) {
    ProcessBuilder bash = new ProcessBuilder("bash", "-eu", "-c", script);
    String bin = Parts.installed().program("kubectl").getParent().toString();
    bash.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    bash.redirectErrorStream(true);
    try {
      Process process = bash.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s%n%s", script, said).isZero();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }
}
