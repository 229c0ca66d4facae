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
 * @param handOver whether the workload's owner, Git say, brings the revision into it, and not we
 */
public record ClusterRules(
    WorkloadRef workload,
    RouteRef route,
    Duration readyWithin,
    Duration drain,
    AnalysisTemplate analysis,
    boolean handOver) {
  /** How long the owner has to bring the revision; as long as people have to answer a hold. */
  public static final Duration OWNER_WITHIN = Duration.ofHours(24);

  /** Where we write the revision ourselves. */
  public ClusterRules(
      WorkloadRef workload,
      RouteRef route,
      Duration readyWithin,
      Duration drain,
      AnalysisTemplate analysis) {
    this(workload, route, readyWithin, drain, analysis, false);
  }

  /** How long stable may take to serve the revision once it is to be promoted. */
  public Duration promotedWithin() {
    return handOver ? OWNER_WITHIN.plus(readyWithin) : readyWithin;
  }
}
