package io.fleetcanary.lab.bench;

import io.fleetcanary.lab.bench.measure.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long people wait for a command, from typing it to its end, by the launcher that they type. A
 * first call, which is not counted, builds what is missing and has the JVM write its archive.
 *
 * @param temporal its address
 * @param rollout {@code <namespace>/<service>} of one that is there
 */
record Commands(String temporal, String rollout, Report report) {
  private static final Path LAUNCHER = Path.of("fleetcanary").toAbsolutePath();
  private static final int CALLS = 11;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  void measure() throws IOException, InterruptedException {
    report.group("commands, typed at the launcher");
    report.spread("fleetcanary --help", seconds("--help"), "s", "<= 0.5");
    report.spread("fleetcanary status", seconds("status", rollout), "s", "<= 1");
  }

  private List<Double> seconds(String... typed) throws IOException, InterruptedException {
    call(typed);
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      long begin = System.nanoTime();
      call(typed);
      all.add((System.nanoTime() - begin) / 1e9);
    }
    return all;
  }

  private void call(String... typed) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(typed));
    ProcessBuilder shell = new ProcessBuilder(command);
    shell.environment().put("TEMPORAL_ADDRESS", temporal);
    shell.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(String.join(" ", typed) + " must end well, and did not");
    }
  }
}
