package io.fleetcanary.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Changes pods, going forward. On the cluster's queue; every call is idempotent and fenced by the
 * claim.
 */
@ActivityInterface
public interface WorkloadActivities {
  /**
   * Ledger first, then our objects created empty, then each user object claimed (design, claim
   * protocol 1).
   */
  @ActivityMethod(name = "claim")
  Progress claim(ClusterPlan plan);

  /**
   * Canary pods for a weight present, ready and warm; heartbeats while it waits, trouble ends it
   * early.
   */
  @ActivityMethod(name = "scaleCanary")
  Progress scaleCanary(CanaryScale scale);

  /** Writes the revision into the user's pod template. Does not wait: the watch does. */
  @ActivityMethod(name = "promote")
  Progress promote(ClusterPlan plan);

  /** Canary to zero pods, after promotion and drain. */
  @ActivityMethod(name = "emptyCanary")
  Progress emptyCanary(ClusterPlan plan);

  /**
   * Closes the ledger, removes the canary, releases each claim, frees the ledger (protocol 4).
   * Stopped sends the cluster back; once the ledger is closed, that can only say so.
   */
  @ActivityMethod(name = "keep")
  Progress keep(ClusterPlan plan);

  /**
   * How many canary pods.
   *
   * @param step counts from 1
   * @param weight the coming weight; pods follow stable's live size
   * @param asked when they were asked for at first, where that did not get through to its end
   */
  record CanaryScale(
      ClusterPlan plan,
      int step,
      TrafficWeight weight,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> asked) {
    /** Older versions did not ask again. */
    public CanaryScale {
      asked = Objects.requireNonNullElse(asked, Optional.empty());
    }

    /** For the first time. */
    public CanaryScale(ClusterPlan plan, int step, TrafficWeight weight) {
      this(plan, step, weight, Optional.empty());
    }
  }
}
