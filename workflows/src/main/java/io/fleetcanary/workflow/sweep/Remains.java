package io.fleetcanary.workflow.sweep;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.sweep.LedgerActivities.Stray;
import io.fleetcanary.workflow.sweep.Sweep.Policy;
import io.temporal.failure.ActivityFailure;
import java.util.List;

/** What becomes of a canary that a late creation has left: nothing, or it is removed. */
final class Remains {
  private final Policy policy;
  private final List<String> told;
  private final List<String> removed;

  /**
   * @param told takes a sentence for each that a person must look after
   * @param removed takes one for each that is gone
   */
  Remains(Policy policy, List<String> told, List<String> removed) {
    this.policy = policy;
    this.told = told;
    this.removed = removed;
  }

  /** What its own worker, or a new rollout, has removed meanwhile is not worth a word. */
  void settle(List<Stray> strays, Look again) {
    for (Stray stray : strays) {
      String unheard = again.unseen().get(stray.of().cluster().name());
      if (unheard != null) {
        told.add(left(stray) + "; it could not be looked at again: " + unheard);
      } else {
        again.still(stray).ifPresent(this::settle);
      }
    }
  }

  private static String left(Stray stray) {
    return "%s %s of %s/%s in cluster %s carries the mark of rollout %s, which has ended"
        .formatted(
            stray.kind(),
            stray.name(),
            stray.of().namespace(),
            stray.of().service(),
            stray.of().cluster().name(),
            stray.rollout());
  }

  private void settle(Stray stray) {
    if (stray.empty()) {
      switch (policy) {
        case TELL -> told.add(left(stray) + "; the next rollout of the service removes it");
        case RESTORE -> remove(stray, left(stray));
      }
    } else {
      told.add(
          left(stray)
              + "; the canary has been given pods, so it is left to you; the next rollout of the"
              + " service removes it");
    }
  }

  private void remove(Stray stray, String what) {
    ClusterTarget cluster = stray.of().cluster();
    try {
      if (Look.ledgers(cluster, "remove what came too late in ").remove(stray).gone()) {
        removed.add(what + "; it is removed");
      }
    } catch (ActivityFailure failure) {
      told.add(what + "; it could not be removed: " + Failures.reason(failure, cluster));
    }
  }
}
