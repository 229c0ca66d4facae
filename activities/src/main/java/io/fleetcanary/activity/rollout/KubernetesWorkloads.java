package io.fleetcanary.activity.rollout;

import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.WorkloadActivities;
import java.util.Optional;

/** Changes pods of a Deployment, going forward. */
public final class KubernetesWorkloads implements WorkloadActivities {
  private final Clusters clusters;
  private final Pulse pulse;

  public KubernetesWorkloads(Clusters clusters) {
    this(clusters, Pulse.OF_ACTIVITY);
  }

  KubernetesWorkloads(Clusters clusters, Pulse pulse) {
    this.clusters = clusters;
    this.pulse = pulse;
  }

  @Override
  public Progress claim(ClusterPlan plan) {
    return new Claiming(objects(plan), writer(plan)).claim();
  }

  @Override
  public Progress scaleCanary(CanaryScale scale) {
    return new Scaling(objects(scale.plan()), writer(scale.plan()), pulse).scale(scale);
  }

  @Override
  public Progress promote(ClusterPlan plan) {
    return new Promoting(objects(plan), writer(plan)).promote();
  }

  @Override
  public Progress emptyCanary(ClusterPlan plan) {
    return new Scaling(objects(plan), writer(plan), pulse).empty();
  }

  @Override
  public Progress keep(ClusterPlan plan) {
    PlanObjects objects = objects(plan);
    Writer writer = writer(plan);
    String left = new Leftovers(objects).kept();
    String good = plan.revision().digest();
    return objects
        .ledger()
        .write(ledger -> LedgerRules.close(writer, ledger.state()), closed -> closed)
        .or(
            () ->
                new Releasing(objects, writer, it -> it.knowing(it.bad().without(good))).release())
        .map(stop -> Progresses.of(Optional.of(stop)))
        .orElseGet(() -> new Progress.Done(left));
  }

  private PlanObjects objects(ClusterPlan plan) {
    return new PlanObjects(clusters.client(plan.cluster().name()), plan);
  }

  private Writer writer(ClusterPlan plan) {
    return new Writer(plan.rolloutId(), pulse.run().get());
  }
}
