package io.fleetcanary.core.plan;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import java.time.Duration;

/**
 * What is the same in every cluster of a rollout.
 *
 * @param workload the workload that serves today
 * @param route the route that carries its requests
 * @param readyWithin how long canary pods, or promoted pods, may take to be ready
 * @param drain longest streaming answer that must not be cut
 * @param analysis what is measured, and the limits
 */
public record ClusterRules(
    WorkloadRef workload,
    RouteRef route,
    Duration readyWithin,
    Duration drain,
    AnalysisTemplate analysis) {}
