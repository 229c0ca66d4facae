package io.fleetcanary.starter.server;

import java.util.Optional;

/**
 * A rollout that has been started.
 *
 * @param link where Temporal's UI shows it, where that can be told
 */
public record Started(String workflowId, String runId, Optional<String> link) {}
