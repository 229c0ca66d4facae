package io.fleetcanary.activity.scaler;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.activity.cluster.Authors;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Ledger.Floor;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.core.claim.Fence;
import java.util.Optional;

/**
 * Stable's autoscaler in its cluster, as a rollout claims it, raises its floor, and puts it back.
 */
public record ScalerObject(ScalerKind kind, ClusterObject<GenericKubernetesResource> object) {
  /**
   * What to record of it before it is claimed.
   *
   * @param replicas of stable now
   */
  public Floor floor(int replicas) {
    return new Autoscaler(kind, object.read().orElseThrow()).floor(replicas);
  }

  /** Marks it, if its floor is as the ledger recorded it. */
  public Change<GenericKubernetesResource> claimed(Rule claim) {
    return Change.<GenericKubernetesResource>by(claim)
        .unless(
            (live, ledger) ->
                ledger
                    .floor()
                    .filter(floor -> !new Autoscaler(kind, live).min().equals(floor.before()))
                    .map(floor -> Fence.CHANGED.toString()));
  }

  /** Raises its floor. */
  public Change<GenericKubernetesResource> raised(Rule forward) {
    return Change.<GenericKubernetesResource>by(forward)
        .wanting(
            (live, ledger) -> ledger.floor().map(new Autoscaler(kind, live)::raised).orElse(live));
  }

  /** Puts its floor back. */
  public Change<GenericKubernetesResource> released(Rule release) {
    return Change.<GenericKubernetesResource>by(release).wanting(this::restored);
  }

  /** As it was before, but for what somebody else has made of its floor. */
  public GenericKubernetesResource restored(GenericKubernetesResource live, Ledger ledger) {
    return ledger.floor().map(new Autoscaler(kind, live)::restored).orElse(live);
  }

  /** What somebody else has made of its floor, and who: one sentence. */
  public Optional<String> foreign(GenericKubernetesResource live, Ledger ledger) {
    return ledger
        .floor()
        .flatMap(new Autoscaler(kind, live)::foreign)
        .map(change -> change + Authors.of(live));
  }

  /** Whether somebody lets it take pods away from stable that it had, one sentence. */
  public Optional<String> lowered(GenericKubernetesResource live, Ledger ledger) {
    return ledger.floor().flatMap(new Autoscaler(kind, live)::lowered);
  }

  @Override
  public String toString() {
    return object.toString();
  }
}
