package io.fleetcanary.lab.kill.life;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.lab.kill.call.Doors;
import io.fleetcanary.lab.kill.call.Passage;
import io.fleetcanary.lab.process.LoopbackPort;
import io.fleetcanary.lab.story.WorkerProcess;
import io.fleetcanary.worker.WorkerApplication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts the workers of one bay, each with doors, credentials and a fleet file of its own. */
public final class Lives {
  /** What costs least to start and to throw away. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /**
   * What would be shared with other workers of this process, or is nothing that a rollout sees: its
   * own HTTP server.
   */
  private static final List<String> BESIDE_OTHERS =
      List.of(
          "--spring.main.web-application-type=none",
          "--management.metrics.use-global-registry=false",
          "--fleetcanary.drain=0s");

  private final KillMethod method;
  private final BayFleet fleet;
  private final Passage passage;
  private final Path folder;
  private final int port;
  private int started;

  /**
   * None is started yet.
   *
   * @param folder what they leave goes there; its name is that of their Temporal namespace
   * @param port of a worker's own HTTP server, if it is free
   */
  public Lives(KillMethod method, BayFleet fleet, Passage passage, Path folder, int port) {
    this.method = method;
    this.fleet = fleet;
    this.passage = passage;
    this.folder = folder.toAbsolutePath();
    this.port = port;
  }

  /**
   * Starts the next one.
   *
   * @param machine settings of the virtual machine, where it gets one of its own
   */
  public synchronized Life begin(List<String> machine) {
    started++;
    Path mine = folder.resolve("worker-" + started);
    Doors doors = passage.open();
    try {
      return switch (method) {
        case PROCESS -> process(doors, mine, machine);
        case CONNECTIONS -> embedded(doors, mine);
      };
    } catch (RuntimeException failure) {
      doors.close();
      throw failure;
    }
  }

  private Life process(Doors doors, Path mine, List<String> machine) {
    List<String> settings = new ArrayList<>(SHORT_LIVED);
    settings.addAll(machine);
    settings.addAll(settings("file:%s;DB_CLOSE_DELAY=10".formatted(folder.resolve("journal"))));
    settings.add("--server.port=" + LoopbackPort.preferring(port));
    FleetInventory known = fleet.through(doors, mine);
    return new ProcessLife(
        doors, known, WorkerProcess.start(known, doors.temporal(), mine, settings));
  }

  /** Its journal is in memory: a thread that is interrupted would close the file for all. */
  private Life embedded(Doors doors, Path mine) {
    FleetInventory known = fleet.through(doors, mine);
    Stream<String> arguments =
        Stream.of(
                WorkerProcess.arguments(known, doors.temporal(), mine),
                settings("mem:%s;DB_CLOSE_DELAY=-1".formatted(folder.getFileName())),
                BESIDE_OTHERS)
            .flatMap(List::stream);
    return new EmbeddedLife(
        doors, known, WorkerApplication.start(arguments.toArray(String[]::new)));
  }

  private List<String> settings(String journal) {
    return List.of(
        "--fleetcanary.temporal.namespace=" + folder.getFileName(),
        "--fleetcanary.journal.url=jdbc:h2:" + journal,
        "--fleetcanary.journal.reports=" + folder.resolve("reports"));
  }
}
