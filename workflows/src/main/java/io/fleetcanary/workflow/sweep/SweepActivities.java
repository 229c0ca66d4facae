package io.fleetcanary.workflow.sweep;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.sweep.LedgerActivities.Held;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Objects;

/** Where to sweep, and whether somebody is at work. On the central queue; writes nothing. */
@ActivityInterface
public interface SweepActivities {
  /** The clusters of the fleet. */
  @ActivityMethod(name = "sweepTargets")
  Targets targets();

  /** Which of these services have an open run: of the fleet, of the cluster, or a way back. */
  @ActivityMethod(name = "living")
  Held living(Held held);

  /** All clusters that there are. */
  record Targets(List<ClusterTarget> clusters) {
    public Targets {
      clusters = List.copyOf(Objects.requireNonNullElse(clusters, List.of()));
    }
  }
}
