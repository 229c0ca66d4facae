package io.fleetcanary.starter.server;

import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt at releasing something, as Temporal lists it.
 *
 * @param closing how it closed, in Temporal's words; meaningless while it is open
 * @param endedAt empty while it is open
 */
public record Run(
    String workflowId,
    String runId,
    WorkflowExecutionStatus closing,
    Instant startedAt,
    Optional<Instant> endedAt) {

  static Run of(WorkflowExecutionInfo listed) {
    return new Run(
        listed.getExecution().getWorkflowId(),
        listed.getExecution().getRunId(),
        listed.getStatus(),
        instant(listed.getStartTime()),
        listed.hasCloseTime() ? Optional.of(instant(listed.getCloseTime())) : Optional.empty());
  }

  /** As people type it; what runs under an odd id keeps it. */
  public String name() {
    return workflowId.startsWith("rollout/")
        ? workflowId.substring("rollout/".length())
        : workflowId;
  }

  public boolean open() {
    return endedAt.isEmpty();
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
