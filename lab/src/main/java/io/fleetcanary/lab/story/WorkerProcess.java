package io.fleetcanary.lab.story;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.process.Answers;
import io.fleetcanary.lab.process.LoopbackPort;
import io.fleetcanary.lab.process.ServerProcess;
import io.fleetcanary.workflow.TaskQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The worker as people run it: a process of its own with a fleet file, which can be killed. */
public final class WorkerProcess implements AutoCloseable {
  /** A machine that is busy with other things takes its time. */
  private static final Duration START = Duration.ofMinutes(4);

  private static final String PORT = "--server.port=";
  private static final String CLASS_PATH = "--class-path=";

  private final ServerProcess process;

  private WorkerProcess(ServerProcess process) {
    this.process = process;
  }

  /** Starts a worker for {@code fleet} and waits until it is ready. */
  public static WorkerProcess start(LabFleet fleet, Path folder) {
    return start(fleet.inventory(), fleet.temporal(), folder);
  }

  /**
   * The same for these clusters.
   *
   * @param temporal {@code host:port}
   */
  public static WorkerProcess start(FleetInventory fleet, String temporal, Path folder) {
    return start(fleet, TaskQueues.CENTRAL, temporal, folder);
  }

  /**
   * Starts a worker that polls one queue only and waits until it is ready.
   *
   * @param fleet all that its fleet file says
   * @param temporal {@code host:port}
   */
  public static WorkerProcess start(
      FleetInventory fleet, String queue, String temporal, Path folder) {
    return start(fleet, temporal, folder, List.of("--fleetcanary.queues=" + queue));
  }

  /**
   * Starts a worker with more settings and waits until it is ready.
   *
   * @param temporal {@code host:port}
   * @param settings arguments, such as {@code --fleetcanary.drain=1s}; those that begin with {@code
   *     -X} or {@code --class-path=} are the virtual machine's
   */
  public static WorkerProcess start(
      FleetInventory fleet, String temporal, Path folder, List<String> settings) {
    int port = port(settings).orElseGet(() -> LoopbackPort.preferring(8080));
    List<String> command = new ArrayList<>(machine(settings));
    command.add("io.fleetcanary.worker.WorkerApplication");
    command.addAll(arguments(fleet, temporal, folder));
    command.add(PORT + port);
    settings.stream().filter(it -> !isMachines(it) && !it.startsWith(PORT)).forEach(command::add);
    ServerProcess process = ServerProcess.start("worker", folder, Map.of(), command);
    URI health = URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port));
    try {
      process.awaitReady(new Answers(health), START);
      return new WorkerProcess(process);
    } catch (RuntimeException late) {
      process.close();
      throw late;
    }
  }

  /**
   * Arguments of a worker for these clusters; its fleet file is written into a folder.
   *
   * @param temporal {@code host:port}
   */
  public static List<String> arguments(FleetInventory fleet, String temporal, Path folder) {
    Path fleetFile = write(folder.resolve("fleet.yaml"), yaml(fleet));
    return List.of(
        "--fleetcanary.fleet=" + fleetFile,
        "--logging.level.io.fleetcanary.activity.client.Brake=INFO",
        "--fleetcanary.temporal.target=" + temporal,
        "--server.address=127.0.0.1");
  }

  private static List<String> machine(List<String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            CLASS_PATH + System.getProperty("java.class.path")));
    settings.stream().filter(WorkerProcess::isMachines).forEach(command::add);
    return command;
  }

  private static boolean isMachines(String setting) {
    return setting.startsWith("-X") || setting.startsWith(CLASS_PATH);
  }

  private static Optional<Integer> port(List<String> settings) {
    return settings.stream()
        .filter(it -> it.startsWith(PORT))
        .map(it -> Integer.parseInt(it.substring(PORT.length())))
        .findFirst();
  }

  public long pid() {
    return process.pid();
  }

  /** Lines of its log that contain {@code words}. */
  public List<String> said(String words) {
    return process.said().stream().filter(line -> line.contains(words)).toList();
  }

  /** Kills it (-9): nothing is drained, nothing is said. */
  public void kill() {
    process.close();
  }

  /** Ends it as people do who stop a worker, and kills it when that takes longer than this. */
  public void end(Duration within) {
    process.end(within);
  }

  @Override
  public void close() {
    process.close();
  }

  /** The fleet file that says what {@code fleet} says. */
  public static String yaml(FleetInventory fleet) {
    return fleet.clusters().stream()
        .map(WorkerProcess::entry)
        .collect(Collectors.joining("", "clusters:\n", ""));
  }

  private static String entry(ClusterEntry cluster) {
    String access =
        switch (cluster.access()) {
          case ApiAccess.Kubeconfig file ->
              "kubeconfig: {file: \"%s\", context: \"%s\"}".formatted(file.file(), file.context());
          case ApiAccess.InCluster here -> "inCluster: true";
        };
    String labels =
        cluster.labels().entrySet().stream()
            .map(label -> "%s: \"%s\"".formatted(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    return """
      - name: %s
        labels: %s
        %s
        prometheus: {url: "%s", matcher: '%s', podLabel: %s}
        taskQueue: %s
    """
        .formatted(
            cluster.name(),
            labels,
            access,
            cluster.prometheus().url(),
            cluster.prometheus().matcher(),
            cluster.prometheus().podLabel(),
            cluster.taskQueue());
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
