package io.fleetcanary.worker;

import io.fleetcanary.worker.temporal.SearchAttributeSetup;
import io.fleetcanary.worker.temporal.SweepSchedule;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Begins to work when Temporal is there, and ends in good order.
 *
 * <pre>
 * NEW ▶ WAITING (for server and namespace) ▶ POLLING ▶ DRAINING ▶ STOPPED
 *          └────────────────────────────────────────────▶ STOPPED
 * </pre>
 */
final class TemporalLifecycle implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TemporalLifecycle.class);

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

  /** Often enough to be seen, rare enough to be read. */
  private static final int ATTEMPTS_PER_LOG_LINE = 30;

  private static final int PATIENCE_SECONDS = 2;

  private final TemporalConnection connection;
  private final WorkflowServiceStubs stubs;
  private final WorkerRuntime runtime;
  private final Duration drain;
  private final Optional<SearchAttributeSetup> searching;
  private final Optional<SweepSchedule> sweeps;
  private final Thread connecting =
      Thread.ofVirtual().name("temporal-connect").unstarted(this::run);

  private volatile State state = State.NEW;
  private volatile String trouble = "";

  TemporalLifecycle(
      TemporalConnection connection,
      WorkflowServiceStubs stubs,
      WorkerRuntime runtime,
      Duration drain,
      Optional<SearchAttributeSetup> searching,
      Optional<SweepSchedule> sweeps) {
    this.connection = connection;
    this.stubs = stubs;
    this.runtime = runtime;
    this.drain = drain;
    this.searching = searching;
    this.sweeps = sweeps;
  }

  /** Where it is. */
  enum State {
    NEW,
    WAITING,
    POLLING,
    DRAINING,
    STOPPED
  }

  State state() {
    return state;
  }

  /** Why it still waits, one sentence; empty once it polls. */
  String trouble() {
    return trouble;
  }

  /** Whether the server answers now, within two seconds. */
  boolean answers() {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException failure) {
      return false;
    }
  }

  /** Returns at once: a server that is not there yet is no reason to fail. */
  @Override
  public void start() {
    state = State.WAITING;
    connecting.start();
  }

  private void run() {
    try {
      for (int attempt = 0; !poll(attempt); attempt++) {
        Thread.sleep(BETWEEN_ATTEMPTS);
      }
      searching.ifPresent(SearchAttributeSetup::run);
      while (sweeps.isPresent()) {
        schedule(sweeps.get());
        Thread.sleep(sweeps.get().again());
      }
    } catch (InterruptedException stopped) {
      log.atDebug().addKeyValue("temporal", connection).log("stopped");
    }
  }

  private boolean poll(int attempt) {
    try {
      stubs.getRawChannel().resetConnectBackoff();
      runtime.start();
    } catch (StatusRuntimeException failure) {
      report(attempt, failure.getStatus());
      return false;
    }
    trouble = "";
    state = State.POLLING;
    log.atInfo().addKeyValue("temporal", connection).log("polling");
    return true;
  }

  /** A server that knows no schedules, or does not allow them, is no reason not to work. */
  private void schedule(SweepSchedule sweep) {
    try {
      sweep.put(connection.schedules(stubs));
    } catch (StatusRuntimeException | ScheduleException refused) {
      log.atWarn()
          .addKeyValue("reason", refused.toString())
          .log("no sweep: the schedule could not be created");
    }
  }

  private void report(int attempt, Status status) {
    trouble = sentence(status);
    if (attempt % ATTEMPTS_PER_LOG_LINE == 0) {
      log.atWarn()
          .addKeyValue("temporal", connection)
          .addKeyValue("reason", trouble)
          .log("waiting for temporal");
    }
  }

  /** The cause, where there is one, says more than "io exception". */
  private static String sentence(Status status) {
    String detail =
        status.getCause() == null ? status.getDescription() : status.getCause().getMessage();
    return status.getCode() + ": " + detail;
  }

  @Override
  public void stop() {
    try {
      connecting.interrupt();
      connecting.join();
      if (state == State.POLLING) {
        drain();
      }
      stubs.shutdownNow();
      stubs.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    state = State.STOPPED;
  }

  private void drain() {
    state = State.DRAINING;
    log.atInfo().addKeyValue("drain", drain).log("draining: taking no new work");
    boolean ended = runtime.stop(drain);
    log.atInfo()
        .addKeyValue("interrupted", !ended)
        .log(ended ? "drained" : "drained; other workers take over what was interrupted");
  }

  @Override
  public boolean isRunning() {
    return state != State.NEW && state != State.STOPPED;
  }
}
