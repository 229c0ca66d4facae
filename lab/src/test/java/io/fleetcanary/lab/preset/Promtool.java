package io.fleetcanary.lab.preset;

import io.fleetcanary.lab.real.Parts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The unit tests of the real bench's Prometheus. */
final class Promtool {
  private final Path folder;

  /**
   * @param folder for its input
   */
  Promtool(Path folder) {
    this.folder = folder;
  }

  /** {@code SUCCESS}, else what it complains about. */
  String test(List<PromtoolCase> cases) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>(List.of("evaluation_interval: 30s", "tests:"));
    cases.forEach(one -> lines.addAll(one.yaml()));
    Path file = Files.write(folder.resolve("presets.yaml"), lines);
    String promtool = Parts.installed().program("promtool").toString();
    Process process =
        new ProcessBuilder(promtool, "test", "rules", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0
        ? "SUCCESS"
        : said.lines().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
  }
}
