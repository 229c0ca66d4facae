package io.fleetcanary.workflow.bench;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A run, as somebody outside sees it. */
public final class Run {
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final WorkflowStub stub;

  public Run(WorkflowStub stub) {
    this.stub = stub;
  }

  public WorkflowStub stub() {
    return stub;
  }

  public FleetStatus fleet() {
    return stub.query("status", FleetStatus.class);
  }

  public ClusterStatus cluster() {
    return stub.query("status", ClusterStatus.class);
  }

  /** What the fleet rollout knows of a cluster. */
  public ClusterStatus cluster(String name) {
    return fleet().waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .filter(status -> status.cluster().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public void signal(String name, Object... input) {
    stub.signal(name, input);
  }

  public String update(String name, Object input) {
    return stub.update(name, String.class, input);
  }

  /** The outcome of a cluster rollout. */
  public ClusterOutcome clusterOutcome() {
    return stub.getResult(ClusterOutcome.class);
  }

  /** The outcome of a fleet rollout that promoted everything. */
  public FleetOutcome promoted() {
    return stub.getResult(FleetOutcome.class);
  }

  /** The failure that closes a fleet rollout that ended otherwise. */
  public ApplicationFailure failure() {
    try {
      throw new AssertionError("promoted: " + promoted());
    } catch (WorkflowFailedException failed) {
      return (ApplicationFailure) failed.getCause();
    }
  }

  /** The outcome of a fleet rollout that ended otherwise. */
  public FleetOutcome failed() {
    return failure().getDetails().get(FleetOutcome.class);
  }

  public void awaitPhase(FleetPhase phase) {
    await(() -> fleet().phase() == phase, "phase " + phase);
  }

  public void awaitClusterPhase(ClusterPhase phase) {
    await(() -> cluster().phase() == phase, "phase " + phase);
  }

  public void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "never came to " + what + ": " + stub.query("status", Object.class));
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stop);
      }
    }
  }
}
