package io.fleetcanary.activity.analysis;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import java.util.List;
import java.util.Optional;

/** What a watch must know of a cluster, and the one thing it may do to it. */
public interface WatchedCluster {
  /** Looks at the pods now, both arms, by name. */
  Arms look(ClusterPlan plan);

  /** What somebody else has done to the rollout's objects since it wrote them. */
  default Optional<Trouble> foreign(ClusterPlan plan) {
    return Optional.empty();
  }

  /** Turns the route back with weight 0, fenced by the claim (protocol 3, the first write). */
  void brake(ClusterPlan plan);

  /**
   * The pods that answer requests.
   *
   * @param canary pods that run the new revision: the canary's, and while promoting stable's new
   *     ones
   * @param stable pods that run the old revision
   * @param trouble what is wrong with the canary's pods, judged before any metric
   * @param promoted whether stable serves the new revision everywhere, all pods ready
   */
  record Arms(List<Pod> canary, List<Pod> stable, Optional<Trouble> trouble, boolean promoted) {
    public Arms {
      canary = List.copyOf(canary);
      stable = List.copyOf(stable);
    }

    /** The same pods, in trouble for another reason. */
    Arms in(Trouble other) {
      return new Arms(canary, stable, Optional.of(other), promoted);
    }
  }

  /** One pod by name; not ready ones count too, their requests did happen. */
  record Pod(String name, boolean ready) {}

  /** Pod trouble: its class, and one sentence that names the pod and what Kubernetes says. */
  record Trouble(FailureClass because, String reason) {}
}
