package io.fleetcanary.starter.server;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a rollout ended, by the last event of its history.
 *
 * @param reason one sentence, or a line for each problem of one that was refused
 * @param at when, to the second
 */
public record Ending(FleetPhase phase, String reason, Instant at) {
  /** Empty where it was closed from outside, or by something that is no rollout of ours. */
  public static Optional<Ending> of(HistoryEvent last) {
    Instant at = Instant.ofEpochSecond(last.getEventTime().getSeconds());
    if (last.hasWorkflowExecutionCompletedEventAttributes()) {
      String reason =
          Histories.read(
                  last.getWorkflowExecutionCompletedEventAttributes().getResult(),
                  FleetOutcome.class)
              .map(FleetOutcome::reason)
              .orElse("");
      return Optional.of(new Ending(FleetPhase.PROMOTED, reason, at));
    }
    if (!last.hasWorkflowExecutionFailedEventAttributes()) {
      return Optional.empty();
    }
    Failure failure = last.getWorkflowExecutionFailedEventAttributes().getFailure();
    String type = failure.getApplicationFailureInfo().getType();
    return Stream.of(FleetPhase.values())
        .filter(phase -> phase.ended() && phase != FleetPhase.PROMOTED)
        .filter(phase -> phase.failureType().equals(type))
        .findFirst()
        .map(phase -> new Ending(phase, failure.getMessage(), at));
  }
}
