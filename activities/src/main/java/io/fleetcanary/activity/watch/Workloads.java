package io.fleetcanary.activity.watch;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.rollout.PlanObjects;
import io.fleetcanary.activity.workload.CanaryLabels;
import io.fleetcanary.activity.workload.Replicas;
import io.fleetcanary.activity.workload.Restoration;
import io.fleetcanary.activity.workload.Selectors;
import io.fleetcanary.activity.workload.Templates;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What of Deployments and Services is not as a rollout left it, one sentence. */
final class Workloads {
  private final PlanObjects objects;
  private final ClusterPlan plan;

  Workloads(PlanObjects objects) {
    this.objects = objects;
    this.plan = objects.plan();
  }

  /** How many pods it has is theirs to choose, but none; the canary follows. */
  Optional<String> stable(Deployment stable, Ledger ledger) {
    String planned = plan.cluster().identity();
    if (!planned.isEmpty()
        && !planned.equals(Objects.requireNonNullElse(stable.getMetadata().getUid(), ""))) {
      return Optional.of("is not the one that was surveyed, it was created anew");
    }
    return Replicas.of(stable) == 0
        ? Optional.of("is scaled to 0")
        : template(stable, ledger.before().template(), ledger.written());
  }

  /** The mark tells whether promotion has been written: it went in with the same patch. */
  private Optional<String> template(
      Deployment stable, PodTemplateSpec before, Optional<PodTemplateSpec> written) {
    PodTemplateSpec live = stable.getSpec().getTemplate();
    if (step(stable) < plan.promotionStep()) {
      return objects.stable().same(live, before)
          ? Optional.empty()
          : Templates.others(live, before).or(() -> Optional.of("its pod template was changed"));
    }
    return Templates.carries(live, plan.revision())
        ? Optional.empty()
        : written.flatMap(template -> notPromoted(Templates.restored(live, before, template)));
  }

  /** What a webhook has made of it is as good as what we wrote. */
  private static Optional<String> notPromoted(Restoration needed) {
    return switch (needed) {
      case Restoration.Restored ours -> Optional.empty();
      case Restoration.Foreign foreign -> Optional.of(foreign.what());
      case Restoration.Unchanged putBack ->
          Optional.of("its pod template does not have the revision any more");
    };
  }

  /** As many pods as somebody likes, but some while requests go there. */
  Optional<String> canary(Deployment canary) {
    int step = step(canary);
    boolean serves = step > 0 && step < plan.settleStep();
    return serves && Replicas.of(canary) == 0 ? Optional.of("is scaled to 0") : Optional.empty();
  }

  private int step(Deployment deployment) {
    return Labels.claim(deployment, plan.service()).map(Claim::step).orElse(0);
  }

  /** The canary's Service addresses the canary's pods and no others. */
  static Optional<String> canaryService(Service service, Optional<Deployment> canary) {
    Map<String, String> selector = service.getSpec().getSelector();
    boolean marked = CanaryLabels.CANARY.equals(selector.get(CanaryLabels.TRACK));
    return marked && canary.map(pods -> selects(service, pods)).orElse(true)
        ? Optional.empty()
        : Optional.of("its selector " + selector + " is not that of the canary's pods");
  }

  /** The Service that callers use addresses stable's pods and no others. */
  static Optional<String> service(
      Service service, Optional<Deployment> stable, Optional<Deployment> canary) {
    boolean both = canary.map(pods -> selects(service, pods)).orElse(false);
    return !both && stable.map(pods -> selects(service, pods)).orElse(true)
        ? Optional.empty()
        : Optional.of(
            "its selector "
                + service.getSpec().getSelector()
                + " is not that of stable's pods alone");
  }

  private static boolean selects(Service service, Deployment deployment) {
    return Selectors.catches(
        service.getSpec().getSelector(),
        deployment.getSpec().getTemplate().getMetadata().getLabels());
  }
}
