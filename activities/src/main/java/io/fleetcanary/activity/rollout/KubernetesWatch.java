package io.fleetcanary.activity.rollout;

import io.fleetcanary.activity.analysis.WatchedCluster;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.workload.Pods;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;

/** What a watcher sees of a Kubernetes cluster, and the brake that it holds. */
public final class KubernetesWatch implements WatchedCluster {
  private final Clusters clusters;

  public KubernetesWatch(Clusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public Arms look(ClusterPlan plan) {
    return Pods.look(clusters.client(plan.cluster().name()), plan);
  }

  @Override
  public void brake(ClusterPlan plan) {
    PlanObjects objects = new PlanObjects(clusters.client(plan.cluster().name()), plan);
    new Turning(objects, Writer.back(plan.rolloutId())).routes();
  }

  /** What stops it, the next change going forward, or the way back, will tell. */
  @Override
  public void resize(Resizing resizing) {
    ClusterPlan plan = resizing.plan();
    PlanObjects objects = new PlanObjects(clusters.client(plan.cluster().name()), plan);
    new Scaling(objects, new Writer(plan.rolloutId(), resizing.run()), Pulse.OF_NOBODY)
        .resize(resizing.step(), resizing.pods());
  }
}
