package io.fleetcanary.workflow.sweep;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.sweep.LedgerActivities.Stray;
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

  /**
   * Services that rollouts hold.
   *
   * @param services enough of each rollout's plan to bring it back
   * @param unreadable names of services whose ledger cannot be read, so that nobody knows
   * @param strays what late creations have left of services that nobody holds
   */
  record Held(List<ClusterPlan> services, List<String> unreadable, List<Stray> strays) {
    public Held {
      strays = List.copyOf(Objects.requireNonNullElse(strays, List.of()));
      services = List.copyOf(Objects.requireNonNullElse(services, List.of()));
      unreadable = List.copyOf(Objects.requireNonNullElse(unreadable, List.of()));
    }

    /** Without what is left of services that nobody holds. */
    public Held(List<ClusterPlan> services, List<String> unreadable) {
      this(services, unreadable, List.of());
    }
  }
}
