package io.fleetcanary.core.analysis;

import java.time.Duration;
import java.util.List;

/**
 * What to measure, how often, and when it is bad.
 *
 * @param every interval between two looks, 1 s or more
 * @param alpha chance of a false alarm per check and watch, the rollout's 0.01 already divided over
 *     them
 * @param metrics at least one
 * @param inconclusive what happens when a bake ends without a verdict
 */
public record AnalysisTemplate(
    Duration every, double alpha, List<Metric> metrics, OnInconclusive inconclusive) {
  public AnalysisTemplate {
    metrics = List.copyOf(metrics);
  }

  /**
   * What happens when a bake ends {@code INCONCLUSIVE}: extend it once, then ask a person; or go
   * back.
   */
  public enum OnInconclusive {
    HOLD,
    ROLL_BACK
  }
}
