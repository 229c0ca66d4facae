package io.fleetcanary.core.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param reachWithinSeconds see {@link #reachWithin}; 0 is what it always was
 */
public record ClusterRules(
    WorkloadRef workload,
    RouteRef route,
    Duration readyWithin,
    Duration drain,
    AnalysisTemplate analysis,
    boolean handOver,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int reachWithinSeconds) {
  /** How long the owner has to bring the revision; as long as people have to answer a hold. */
  public static final Duration OWNER_WITHIN = Duration.ofHours(24);

  /** How long a cluster that cannot be reached is tried, where nobody says. */
  public static final Duration REACH_WITHIN = Duration.ofMinutes(10);

  /** Where nobody says how long a cluster that cannot be reached is tried. */
  public ClusterRules(
      WorkloadRef workload,
      RouteRef route,
      Duration readyWithin,
      Duration drain,
      AnalysisTemplate analysis,
      boolean handOver) {
    this(workload, route, readyWithin, drain, analysis, handOver, 0);
  }

  /** Where we write the revision ourselves. */
  public ClusterRules(
      WorkloadRef workload,
      RouteRef route,
      Duration readyWithin,
      Duration drain,
      AnalysisTemplate analysis) {
    this(workload, route, readyWithin, drain, analysis, false);
  }

  /** How long what goes forward is tried where the cluster cannot be reached, or refuses. */
  public Duration reachWithin() {
    return reachWithinSeconds == 0 ? REACH_WITHIN : Duration.ofSeconds(reachWithinSeconds);
  }

  /** The same rules, with another time for a cluster that cannot be reached. */
  public ClusterRules reachedWithin(Duration time) {
    int seconds = time.equals(REACH_WITHIN) ? 0 : Math.toIntExact(time.toSeconds());
    return new ClusterRules(workload, route, readyWithin, drain, analysis, handOver, seconds);
  }

  /** How long stable may take to serve the revision once it is to be promoted. */
  public Duration promotedWithin() {
    return handOver ? OWNER_WITHIN.plus(readyWithin) : readyWithin;
  }
}
