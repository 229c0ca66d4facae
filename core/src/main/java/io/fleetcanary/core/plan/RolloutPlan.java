package io.fleetcanary.core.plan;

import java.util.List;

/**
 * What will happen, frozen: decided once, recorded, shown, approved.
 *
 * @param rolloutId {@code <service>-<yyyyMMddHHmmss>-<4 hex>}
 * @param service the Service that callers use
 * @param namespace the same in every cluster
 * @param revision what is new
 * @param rules what is the same in every cluster
 * @param waves in order
 * @param failure how far a bad canary reaches
 * @param digest SHA-256 of the canonical JSON of what was asked and whom it touches, lower-case hex
 */
public record RolloutPlan(
    String rolloutId,
    String service,
    String namespace,
    Revision revision,
    ClusterRules rules,
    List<Wave> waves,
    FailurePolicy failure,
    String digest) {
  public RolloutPlan {
    waves = List.copyOf(waves);
  }

  /**
   * The part of the plan that one child gets.
   *
   * @param attempt counts from 1
   */
  public ClusterPlan clusterPlan(Wave wave, ClusterTarget target, int attempt) {
    String claimant = attempt == 1 ? rolloutId : rolloutId + "." + attempt;
    return new ClusterPlan(
        claimant, service, namespace, target, revision, rules, wave.steps(), attempt);
  }
}
