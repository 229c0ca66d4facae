package io.fleetcanary.starter.server;

import java.util.Optional;

/**
 * A rollout that is under way.
 *
 * @param link where Temporal's UI shows it, where that can be told
 * @param already whether the same spec had been started before, and nothing was started now
 */
public record Started(String workflowId, String runId, Optional<String> link, boolean already) {}
