package io.fleetcanary.core.plan;

/**
 * One cluster of a wave.
 *
 * @param name a DNS label from the worker's fleet file
 * @param taskQueue where its activities run; the way back runs on {@link #rollbackQueue}
 */
public record ClusterTarget(String name, String taskQueue) {
  /** Reserved for the way back, so that work going forward can never delay it. */
  public String rollbackQueue() {
    return taskQueue + "-rollback";
  }
}
