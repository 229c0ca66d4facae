package io.fleetcanary.report;

import io.fleetcanary.core.status.ClusterPhase;
import java.time.Instant;

/**
 * One step of a cluster, as it told its rollout.
 *
 * @param weight of the canary, set last, in percent
 * @param reason one sentence; empty while nothing needs saying
 */
public record Move(Instant at, String cluster, ClusterPhase phase, int weight, String reason) {}
