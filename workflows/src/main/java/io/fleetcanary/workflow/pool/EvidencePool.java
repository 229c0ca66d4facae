package io.fleetcanary.workflow.pool;

import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolReport;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * What the clusters of one rollout prove together. A child of the {@code FleetRollout} that lives
 * as long as that goes forward; watches report here, not to the rollout, whose history must not
 * grow with the length of bakes. It tells the rollout when it knows something, and no more.
 */
@WorkflowInterface
public interface EvidencePool {
  /** Id of the pool of the only rollout that may release {@code service}. */
  static String workflowId(String namespace, String service) {
    return "evidence/" + namespace + "/" + service;
  }

  /**
   * Pools until it is cancelled, which its parent's end does.
   *
   * @param pool what is known already
   */
  @WorkflowMethod(name = "EvidencePool")
  void run(Pool pool);

  @SignalMethod(name = "report", description = "sent by the watches of clusters, not for people")
  void report(PoolReport report);

  /** What is pooled, {@linkplain Pool#small as it is sent}. */
  @QueryMethod(name = "status", description = "what is pooled, by comparison and cluster")
  Pool status();
}
