package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import java.util.Optional;

/** How a run closed. */
sealed interface Ended {
  record Completed(Optional<Payloads> output) implements Ended {}

  record Failed(Failure failure) implements Ended {}

  record Cancelled() implements Ended {}

  record Terminated() implements Ended {}
}
