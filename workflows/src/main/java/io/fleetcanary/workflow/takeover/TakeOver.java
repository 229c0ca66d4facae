package io.fleetcanary.workflow.takeover;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Objects;

/**
 * Takes a service over, in the clusters that a spec selects, from rollouts that have no open run
 * here: lost ones, and those of another installation. A person's explicit word. What they hold is
 * inherited and comes back; a new rollout can begin then. What lives here is never taken over.
 */
@WorkflowInterface
public interface TakeOver {
  /** Id of the only run that may take {@code service} over. */
  static String workflowId(String namespace, String service) {
    return "take-over/" + namespace + "/" + service;
  }

  @WorkflowMethod(name = "TakeOver")
  Taken run(Order order);

  @QueryMethod(name = "status", description = "what was taken over so far, and what becomes of it")
  Taken status();

  /**
   * What to take over.
   *
   * @param spec of the rollout that is to come, JSON: which service, in which clusters
   * @param by who says so
   * @param reason why; may be empty
   */
  record Order(String spec, String by, String reason) {
    public Order {
      spec = Objects.requireNonNullElse(spec, "");
      by = Objects.requireNonNullElse(by, "");
      reason = Objects.requireNonNullElse(reason, "");
    }

    String sentence() {
      return "taken over by " + (by.isEmpty() ? "unknown" : by) + why();
    }

    private String why() {
      return reason.isEmpty() ? "" : ": " + reason;
    }
  }

  /**
   * What came of it, a sentence each.
   *
   * @param refused why nothing was taken over anywhere
   * @param under clusters that are on their way back
   * @param back clusters that are free again
   * @param left clusters that are not as they were, or whose claim was not to be had
   */
  record Taken(List<String> refused, List<String> under, List<String> back, List<String> left) {
    public Taken {
      refused = List.copyOf(Objects.requireNonNullElse(refused, List.of()));
      under = List.copyOf(Objects.requireNonNullElse(under, List.of()));
      back = List.copyOf(Objects.requireNonNullElse(back, List.of()));
      left = List.copyOf(Objects.requireNonNullElse(left, List.of()));
    }
  }
}
