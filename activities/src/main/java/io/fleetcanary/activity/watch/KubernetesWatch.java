package io.fleetcanary.activity.watch;

import io.fleetcanary.activity.analysis.WatchedCluster;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.rollout.PlanObjects;
import io.fleetcanary.activity.rollout.Scaling;
import io.fleetcanary.activity.rollout.Turning;
import io.fleetcanary.activity.workload.Pods;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import java.util.Optional;

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
  public Optional<Trouble> foreign(ClusterPlan plan) {
    return new ForeignLook(objects(plan))
        .look()
        .map(stop -> new Trouble(FailureClass.LOCAL, stop.sentence()));
  }

  @Override
  public void brake(ClusterPlan plan) {
    new Turning(objects(plan), Writer.back(plan.rolloutId())).routes();
  }

  @Override
  public void resize(Resizing resizing) {
    Scaling.follow(objects(resizing.plan()), resizing);
  }

  private PlanObjects objects(ClusterPlan plan) {
    return new PlanObjects(clusters.client(plan.cluster().name()), plan);
  }
}
