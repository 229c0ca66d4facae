package io.fleetcanary.workflow;

/** Names of task queues that people type. */
public final class TaskQueues {
  /** Workflows, planning, and the activities of every cluster without a queue of its own. */
  public static final String CENTRAL = "fleetcanary";

  private TaskQueues() {}
}
