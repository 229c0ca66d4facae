package io.fleetcanary.activity.recovery;

import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Ledger.Floor;
import io.fleetcanary.activity.cluster.Ledger.Originals;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.fleet.ScalerRef;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service that a rollout holds in one cluster, as its ledger tells.
 *
 * @param plan enough of the rollout's plan to go its way back, and no more: no steps, no metrics
 * @param phase where the rollout stood
 */
public record HeldService(ClusterPlan plan, Phase phase) {
  /** Ledgers do not say how long their rollout gave pods, and answers; these are the spec's. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(45);

  private static final Duration DRAIN = Duration.ofSeconds(60);
  private static final Revision UNKNOWN = new Revision("", "", List.of());
  private static final AnalysisTemplate NOTHING =
      new AnalysisTemplate(Duration.ofSeconds(30), 0, List.of(), OnInconclusive.HOLD);

  /**
   * Reads a ledger.
   *
   * @param cluster where it was found
   * @return empty when nobody holds it
   */
  public static Optional<HeldService> of(
      Ledger ledger, ClusterTarget cluster, String namespace, String service) {
    return ledger
        .state()
        .holder()
        .map(
            holder ->
                new HeldService(
                    new ClusterPlan(
                        holder.rollout(),
                        service,
                        namespace,
                        target(cluster, ledger.before()),
                        UNKNOWN,
                        rules(ledger.before(), service),
                        List.of()),
                    holder.phase()));
  }

  /** The same, where the canary's longest streaming answer takes so long. */
  public HeldService draining(Duration drain) {
    ClusterRules rules = plan.rules();
    ClusterRules slower =
        new ClusterRules(
            rules.workload(), rules.route(), rules.readyWithin(), drain, rules.analysis());
    return new HeldService(
        new ClusterPlan(
            plan.rolloutId(),
            plan.service(),
            plan.namespace(),
            plan.cluster(),
            plan.revision(),
            slower,
            plan.steps()),
        phase);
  }

  /** The rollout that holds it. */
  public String rollout() {
    return plan.rolloutId();
  }

  private static ClusterTarget target(ClusterTarget cluster, Originals before) {
    return new ClusterTarget(
        cluster.name(),
        cluster.taskQueue(),
        List.copyOf(before.routes().keySet()),
        "",
        before.floor().map(Floor::scaler).orElse(ScalerRef.NONE));
  }

  private static ClusterRules rules(Originals before, String service) {
    String route = before.routes().isEmpty() ? service : before.routes().firstKey();
    return new ClusterRules(
        new WorkloadRef("Deployment", before.workload()),
        new RouteRef("HTTPRoute", route),
        READY_WITHIN,
        DRAIN,
        NOTHING);
  }
}
