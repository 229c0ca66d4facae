package io.fleetcanary.core.claim;

/**
 * Who attempts a write.
 *
 * @param rollout id of the rollout
 * @param run the workflow run that asks; only the run that claimed may go forward. Empty on the way
 *     back, which is open to every run
 */
public record Writer(String rollout, String run) {
  /** Somebody who only goes back. */
  public static Writer back(String rollout) {
    return new Writer(rollout, "");
  }
}
