package io.fleetcanary.starter.list;

import io.fleetcanary.starter.server.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One line of a list of rollouts. Its fields are what scripts read.
 *
 * @param rollout as people type it
 * @param revision empty where nobody can tell
 * @param phase of {@code FleetPhase}; of what was closed from outside {@code TERMINATED}, {@code
 *     CANCELED} or {@code TIMED_OUT}; {@code UNKNOWN} where no worker answers
 * @param reason one sentence; empty while nothing needs saying
 * @param waitingFor gates and holds that are open
 */
record Listed(
    String rollout,
    String workflowId,
    String runId,
    String revision,
    String phase,
    String reason,
    List<String> waitingFor,
    Instant startedAt,
    Optional<Instant> endedAt) {
  Listed {
    waitingFor = List.copyOf(waitingFor);
  }

  static Listed of(Run run, String revision, Said said) {
    return new Listed(
        run.name(),
        run.workflowId(),
        run.runId(),
        revision,
        said.phase,
        said.reason,
        said.waitingFor,
        run.startedAt(),
        run.endedAt());
  }

  boolean needsApproval() {
    return !waitingFor.isEmpty();
  }

  /** Where it is, or how it ended. */
  record Said(String phase, String reason, List<String> waitingFor) {
    /** What nobody is asked about. */
    Said(String phase, String reason) {
      this(phase, reason, List.of());
    }
  }
}
