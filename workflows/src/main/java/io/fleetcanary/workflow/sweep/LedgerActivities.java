package io.fleetcanary.workflow.sweep;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.sweep.SweepActivities.Held;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Objects;

/** Reads the ledgers of one cluster, on its queue. Writes nothing. */
@ActivityInterface
public interface LedgerActivities {
  /** The services there that a rollout holds. */
  @ActivityMethod(name = "held")
  Held held(Where where);

  /**
   * Where to look.
   *
   * @param namespaces of the cluster
   */
  record Where(ClusterTarget cluster, List<String> namespaces) {
    public Where {
      namespaces = List.copyOf(Objects.requireNonNullElse(namespaces, List.of()));
    }
  }
}
