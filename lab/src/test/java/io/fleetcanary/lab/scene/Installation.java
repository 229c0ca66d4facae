package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.story.WorkerProcess;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;

/** A worker as a process of its own at a Temporal server, and a client of that. */
final class Installation implements AutoCloseable {
  private final LabFleet fleet;
  private final String temporal;
  private final Path folder;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private WorkerProcess worker;

  /**
   * Starts it and waits until it is ready.
   *
   * @param temporal {@code host:port}
   */
  Installation(LabFleet fleet, String temporal, Path folder) {
    this.fleet = fleet;
    this.temporal = temporal;
    this.folder = folder;
    TemporalConnection connection =
        TemporalConnection.plain(temporal, TemporalConnection.DEFAULT_NAMESPACE);
    stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    client = connection.client(stubs);
    worker = WorkerProcess.start(fleet.inventory(), temporal, folder);
  }

  WorkflowClient client() {
    return client;
  }

  /** Kills the worker (-9). */
  void killWorker() {
    worker.kill();
  }

  /** Starts a worker again. */
  void startWorker() {
    worker = WorkerProcess.start(fleet.inventory(), temporal, folder);
  }

  @Override
  public void close() {
    worker.close();
    stubs.shutdownNow();
  }
}
