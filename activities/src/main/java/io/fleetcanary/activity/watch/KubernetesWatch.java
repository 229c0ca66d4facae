package io.fleetcanary.activity.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.analysis.WatchedCluster;
import io.fleetcanary.activity.client.Refused;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.rollout.PlanObjects;
import io.fleetcanary.activity.rollout.Scaling;
import io.fleetcanary.activity.rollout.Turning;
import io.fleetcanary.activity.workload.Pods;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a watcher sees of a Kubernetes cluster, and the brake that it holds. */
public final class KubernetesWatch implements WatchedCluster {
  private static final Logger log = LoggerFactory.getLogger(KubernetesWatch.class);

  private final Clusters clusters;

  public KubernetesWatch(Clusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public Arms look(ClusterPlan plan) {
    try {
      return Pods.look(clusters.client(plan.cluster().name()), plan);
    } catch (KubernetesClientException failure) {
      throw Refused.orElse(failure);
    }
  }

  @Override
  public Optional<Trouble> foreign(ClusterPlan plan) {
    return new ForeignLook(objects(plan))
        .look()
        .map(stop -> new Trouble(FailureClass.LOCAL, stop.sentence()));
  }

  @Override
  public Optional<Runnable> follow(ClusterPlan plan, Listener listener) {
    try {
      KubernetesClient client = clusters.client(plan.cluster().name());
      return Optional.of(PodWatch.open(client, plan, listener)::close);
    } catch (KubernetesClientException failure) {
      if (failure.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw Refused.orElse(failure);
      }
      log.atWarn()
          .addKeyValue("rollout", plan.rolloutId())
          .addKeyValue("cluster", plan.cluster().name())
          .log("pods may not be watched, they are looked at every few seconds");
      return Optional.empty();
    }
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
