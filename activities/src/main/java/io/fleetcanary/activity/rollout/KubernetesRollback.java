package io.fleetcanary.activity.rollout;

import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Ledger.Left;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.fleet.BadRevisions;
import io.fleetcanary.core.fleet.BadRevisions.BadRevision;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.workflow.RollbackActivities;

/** The way back in a Kubernetes cluster. */
public final class KubernetesRollback implements RollbackActivities {
  private final Clusters clusters;
  private final Pulse pulse;

  public KubernetesRollback(Clusters clusters) {
    this(clusters, Pulse.OF_ACTIVITY);
  }

  /** The same for a caller that is no activity, and waits until it has ended. */
  public static KubernetesRollback byHand(Clusters clusters) {
    return new KubernetesRollback(clusters, Pulse.OF_NOBODY);
  }

  KubernetesRollback(Clusters clusters, Pulse pulse) {
    this.clusters = clusters;
    this.pulse = pulse;
  }

  @Override
  public void withdraw(ClusterPlan plan) {
    new Turning(objects(plan), writer(plan)).routes();
  }

  @Override
  public void turnBack(ClusterPlan plan) {
    new Turning(objects(plan), writer(plan)).all();
  }

  @Override
  public Restored restore(ClusterPlan plan) {
    return new Restoring(objects(plan), writer(plan), pulse).restore();
  }

  @Override
  public void release(Release order) {
    ClusterPlan plan = order.plan();
    Progresses.insist(
        new Releasing(objects(plan), writer(plan), it -> remembering(it, order)).release());
  }

  private static Ledger remembering(Ledger ledger, Release order) {
    String rollout = order.plan().rolloutId();
    Ledger learnt = ledger.knowing(learnt(ledger.bad(), order));
    return ledger.state().endings().of(rollout).filter(Ending.RETURNED::equals).isPresent()
        ? learnt.leaving(new Left(rollout, order.left()))
        : learnt;
  }

  /** Evidence speaks against a revision; a cluster's own trouble, or a person, does not. */
  private static BadRevisions learnt(BadRevisions known, Release order) {
    return switch (order.because()) {
      case EVIDENCE -> known.with(bad(order));
      case LOCAL, PERSON -> known;
    };
  }

  private static BadRevision bad(Release order) {
    Revision revision = order.plan().revision();
    return new BadRevision(
        revision.digest(), revision.name(), order.plan().rolloutId(), order.reason());
  }

  private PlanObjects objects(ClusterPlan plan) {
    return new PlanObjects(clusters.client(plan.cluster().name()), plan);
  }

  private static Writer writer(ClusterPlan plan) {
    return Writer.back(plan.rolloutId());
  }
}
