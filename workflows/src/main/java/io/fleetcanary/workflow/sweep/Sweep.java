package io.fleetcanary.workflow.sweep;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One look over the whole fleet for services whose rollout is gone: its run was terminated, its
 * Temporal namespace was lost, or an old backup of Temporal was restored. Started by a schedule.
 */
@WorkflowInterface
public interface Sweep {
  /** Id of the schedule that starts it. */
  String SCHEDULE = "fleetcanary-sweep";

  @WorkflowMethod(name = "Sweep")
  Swept run(SweepOrder order);

  @QueryMethod(name = "status", description = "what was found so far, and what becomes of it")
  Swept status();

  /**
   * How to sweep.
   *
   * @param namespaces in whose ledgers is looked
   * @param grace how long a service must stay without a rollout before it is an orphan
   * @param policy what becomes of orphans
   */
  record SweepOrder(List<String> namespaces, Duration grace, Policy policy) {
    public SweepOrder {
      namespaces = List.copyOf(Objects.requireNonNullElse(namespaces, List.of()));
    }
  }

  /** What becomes of a service that nobody looks after. */
  enum Policy {
    /** A person is told; nothing is written. */
    TELL,
    /** It comes back as its ledger says, like any rollout; what came too late is removed. */
    RESTORE
  }

  /**
   * What one sweep found.
   *
   * @param looked names of clusters that were looked at
   * @param unseen clusters that could not be, each with why
   * @param told services that a person must look after, a sentence each
   * @param restored services that are on their way back, a sentence each
   * @param removed what late creations had left, and is gone now, a sentence each
   */
  record Swept(
      List<String> looked,
      List<String> unseen,
      List<String> told,
      List<String> restored,
      List<String> removed) {
    public Swept {
      removed = List.copyOf(Objects.requireNonNullElse(removed, List.of()));
      looked = List.copyOf(Objects.requireNonNullElse(looked, List.of()));
      unseen = List.copyOf(Objects.requireNonNullElse(unseen, List.of()));
      told = List.copyOf(Objects.requireNonNullElse(told, List.of()));
      restored = List.copyOf(Objects.requireNonNullElse(restored, List.of()));
    }
  }
}
