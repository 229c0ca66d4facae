package io.fleetcanary.lab.scene;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.lab.story.WorkerProcess;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A worker as a process of its own at a Temporal server, and a client of that. */
final class Installation implements AutoCloseable {
  private final String temporal;
  private final Path folder;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private FleetInventory fleet;
  private WorkerProcess worker;

  /**
   * Starts it and waits until it is ready.
   *
   * @param fleet what its fleet file says
   * @param temporal {@code host:port}
   */
  Installation(FleetInventory fleet, String temporal, Path folder) {
    this.fleet = fleet;
    this.temporal = temporal;
    this.folder = folder;
    TemporalConnection connection =
        TemporalConnection.plain(temporal, TemporalConnection.DEFAULT_NAMESPACE);
    stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    client = connection.client(stubs);
    worker = WorkerProcess.start(fleet, temporal, folder);
  }

  WorkflowClient client() {
    return client;
  }

  /** Kills the worker (-9). */
  void killWorker() {
    worker.kill();
  }

  /** Starts a worker again, with these settings beside the usual ones. */
  void startWorker(String... settings) {
    worker = WorkerProcess.start(fleet, temporal, folder, List.of(settings));
  }

  /** Writes another fleet file and starts the worker again, as people do when a cluster joins. */
  void tellOf(FleetInventory more) {
    killWorker();
    fleet = more;
    startWorker();
  }

  /** Starts a worker that polls beside the other one, with these settings; the caller closes it. */
  WorkerProcess startBeside(Path in, String... settings) {
    return WorkerProcess.start(fleet, temporal, in, List.of(settings));
  }

  /** The report, as JSON, that its worker has made of the first rollout of this namespace. */
  String report(String namespace) {
    Path of = folder.resolve("fleetcanary-reports").resolve(namespace).resolve("chat");
    try (Stream<Path> made = Files.list(of)) {
      return Files.readString(
          made.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow());
    } catch (IOException notYet) {
      throw new UncheckedIOException(notYet);
    }
  }

  ScheduleClient schedules() {
    return TemporalConnection.plain(temporal, TemporalConnection.DEFAULT_NAMESPACE)
        .schedules(stubs);
  }

  @Override
  public void close() {
    worker.close();
    stubs.shutdownNow();
  }
}
