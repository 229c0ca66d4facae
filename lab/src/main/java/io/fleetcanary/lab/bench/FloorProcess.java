package io.fleetcanary.lab.bench;

import io.fleetcanary.lab.bench.stand.Place;
import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.bench.stand.StandCluster;
import io.fleetcanary.lab.real.Credentials.User;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The floor program as a process of its own, as the worker is one. */
final class FloorProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;
  private final SortedMap<String, Path> kubeconfigs = new TreeMap<>();

  private FloorProcess(Stand stand, Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    for (StandCluster cluster : stand.clusters()) {
      kubeconfigs.put(cluster.name(), cluster.cluster().kubeconfig(User.ORCHESTRATOR));
    }
  }

  static FloorProcess start(Stand stand) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "io.fleetcanary.lab.bench.floor.Floor");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(stand.folder().resolve("floor.log").toFile())
              .start();
      FloorProcess floor = new FloorProcess(stand, process);
      floor.expect("ready");
      return floor;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Releases a new image to all places at once; returns when it serves everywhere. */
  void release(List<Place> places, int steps) {
    String targets =
        places.stream()
            .map(place -> kubeconfigs.get(place.cluster()) + "=" + place.namespace())
            .collect(Collectors.joining(" "));
    try {
      orders.write(steps + " " + ReleaseSpec.nextImage() + " " + targets + "\n");
      orders.flush();
      expect("done");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private void expect(String word) throws IOException {
    String answer = answers.readLine();
    if (!word.equals(answer)) {
      throw new IllegalStateException("the floor must say " + word + ", got " + answer);
    }
  }
}
