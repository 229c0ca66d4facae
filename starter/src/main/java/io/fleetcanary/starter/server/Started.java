package io.fleetcanary.starter.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleetcanary.core.status.FleetPhase;
import java.util.Optional;

/**
 * A rollout that is under way, or was.
 *
 * @param link where Temporal's UI shows it, where that can be told
 * @param already whether the same spec had been started before, and nothing was started now
 * @param ending how it ended, where it has; only if {@code already}
 * @param standing whether it still serves, where it was promoted; only if {@code already}
 */
public record Started(
    String workflowId,
    String runId,
    Optional<String> link,
    boolean already,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Ending> ending,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Standing> standing) {
  /** One that is under way. */
  public Started(String workflowId, String runId, Optional<String> link, boolean already) {
    this(workflowId, runId, link, already, Optional.empty(), Optional.empty());
  }

  /** The same, and how it ended. */
  Started ended(Ending how) {
    return new Started(workflowId, runId, link, already, Optional.of(how), Optional.empty());
  }

  /** The same, looked at now. */
  Started looked(Standing now) {
    return new Started(workflowId, runId, link, already, ending, Optional.of(now));
  }

  boolean wasPromoted() {
    return ending.filter(it -> it.phase() == FleetPhase.PROMOTED).isPresent();
  }
}
