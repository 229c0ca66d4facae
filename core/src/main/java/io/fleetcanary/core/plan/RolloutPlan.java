package io.fleetcanary.core.plan;

import io.fleetcanary.core.approval.Quorum;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
 * @param holds whose consent it takes at least to go on without evidence
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
    Quorum holds,
    String digest) {
  public RolloutPlan {
    waves = List.copyOf(waves);
    holds = Objects.requireNonNullElse(holds, Quorum.ANYBODY);
  }

  /**
   * Whose consents it takes, each of them, to go on in a wave without evidence, or without one of
   * its clusters: those of the gate that let the rollout into the wave, those of the gate after it,
   * and {@link #holds}. What others ask anyway is left out.
   *
   * @param wave counts from 0
   */
  public List<Quorum> holds(int wave) {
    Stream<Quorum> gates =
        waves.subList(Math.max(0, wave - 1), wave + 1).stream()
            .map(Wave::gate)
            .filter(Gate::needsApproval)
            .map(Gate::quorum);
    List<Quorum> asked = new ArrayList<>();
    for (Quorum quorum : Stream.concat(gates, Stream.of(holds)).toList()) {
      if (asked.stream().noneMatch(other -> other.covers(quorum))) {
        asked.removeIf(quorum::covers);
        asked.add(quorum);
      }
    }
    return asked;
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
