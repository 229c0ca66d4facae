package io.fleetcanary.worker;

/**
 * How much one process does at once. Activities run on virtual threads, so a slot that waits costs
 * a few KiB; workflows on threads of the system, a few for each that is kept in memory.
 *
 * @param workflowTasks decisions of workflows, per process; each takes milliseconds
 * @param forward activities going forward, per queue. A watch holds one for a whole bake, so it
 *     bounds how many clusters can be in flight
 * @param back activities of the way back, per queue. Reserved: work going forward never takes them
 * @param cachedWorkflows workflows kept in memory between two decisions; others are replayed
 */
public record Slots(int workflowTasks, int forward, int back, int cachedWorkflows) {
  /** Enough for one rollout of a thousand clusters. */
  public static final Slots DEFAULT = new Slots(100, 1200, 1200, 2000);

  public Slots {
    atLeast(2, "workflowTasks", workflowTasks);
    atLeast(1, "forward", forward);
    atLeast(1, "back", back);
    atLeast(0, "cachedWorkflows", cachedWorkflows);
  }

  private static void atLeast(int min, String name, int value) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", got " + value);
    }
  }
}
