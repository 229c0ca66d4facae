package io.fleetcanary.starter.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A rollout that is under way, or was.
 *
 * @param link where Temporal's UI shows it, where that can be told
 * @param already whether the same spec had been started before, and nothing was started now
 * @param ending how it ended, where it has; only if {@code already}
 */
public record Started(
    String workflowId,
    String runId,
    Optional<String> link,
    boolean already,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Ending> ending) {
  /** One that is under way. */
  public Started(String workflowId, String runId, Optional<String> link, boolean already) {
    this(workflowId, runId, link, already, Optional.empty());
  }

  /** The same, and how it ended. */
  Started ended(Ending how) {
    return new Started(workflowId, runId, link, already, Optional.of(how));
  }
}
