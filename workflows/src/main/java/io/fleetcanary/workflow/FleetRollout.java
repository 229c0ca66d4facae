package io.fleetcanary.workflow;

import io.fleetcanary.core.pool.PoolVerdict;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetStatus;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One rollout of one service over a fleet. Its id, {@code rollout/<namespace>/<service>}, is the
 * lock.
 *
 * <p>What people type is taken as {@code Object}, read by one tolerant reader, and never throws in
 * a signal. Each decision is an update (it answers) and a signal of the same name (for clients that
 * know no updates).
 */
@WorkflowInterface
public interface FleetRollout {
  /** Type of the failure of an update that is not the sender's to give. */
  String NOT_ALLOWED = "NotAllowed";

  /** Type of the failure of an update that does not apply: its sender had another state in mind. */
  String NOT_TAKEN = "NotTaken";

  /** Id of the only run that may release {@code service}. */
  static String workflowId(String namespace, String service) {
    return "rollout/" + namespace + "/" + service;
  }

  /**
   * Runs the rollout that the spec asks for. Anything but promoted everywhere closes the run as
   * failed.
   */
  @WorkflowMethod(name = "FleetRollout")
  FleetOutcome run(RawValue spec);

  /** The whole truth, without an argument. */
  @QueryMethod(
      name = "status",
      description = "waves, clusters, weights set and seen, what it waits for")
  FleetStatus status();

  @UpdateMethod(name = "approve", description = Messages.APPROVE)
  String approve(Object decision);

  @UpdateValidatorMethod(updateName = "approve")
  void validateApprove(Object decision);

  @SignalMethod(name = "approve", description = Messages.APPROVE)
  void approveSignal(Object decision);

  @UpdateMethod(name = "reject", description = Messages.REJECT)
  String reject(Object decision);

  @UpdateValidatorMethod(updateName = "reject")
  void validateReject(Object decision);

  @SignalMethod(name = "reject", description = Messages.REJECT)
  void rejectSignal(Object decision);

  @UpdateMethod(name = "pause", description = Messages.PAUSE)
  String pause(Object order);

  @UpdateValidatorMethod(updateName = "pause")
  void validatePause(Object order);

  @SignalMethod(name = "pause", description = Messages.PAUSE)
  void pauseSignal(Object order);

  @UpdateMethod(name = "resume", description = Messages.RESUME)
  String resume(Object order);

  @UpdateValidatorMethod(updateName = "resume")
  void validateResume(Object order);

  @SignalMethod(name = "resume", description = Messages.RESUME)
  void resumeSignal(Object order);

  @UpdateMethod(name = "retry", description = Messages.RETRY)
  String retry(Object order);

  @UpdateValidatorMethod(updateName = "retry")
  void validateRetry(Object order);

  @SignalMethod(name = "retry", description = Messages.RETRY)
  void retrySignal(Object order);

  @UpdateMethod(name = "skip", description = Messages.SKIP)
  String skip(Object order);

  @UpdateValidatorMethod(updateName = "skip")
  void validateSkip(Object order);

  @SignalMethod(name = "skip", description = Messages.SKIP)
  void skipSignal(Object order);

  @UpdateMethod(name = "abandon", description = Messages.ABANDON)
  String abandon(Object order);

  @UpdateValidatorMethod(updateName = "abandon")
  void validateAbandon(Object order);

  @SignalMethod(name = "abandon", description = Messages.ABANDON)
  void abandonSignal(Object order);

  @UpdateMethod(name = "abort", description = Messages.ABORT)
  String abort(Object order);

  @UpdateValidatorMethod(updateName = "abort")
  void validateAbort(Object order);

  @SignalMethod(name = "abort", description = Messages.ABORT)
  void abortSignal(Object order);

  /** Sent by a child whenever its phase, weight or reason changes. Not for people. */
  @SignalMethod(
      name = "report",
      description = "sent by the clusters of this rollout, not for people")
  void report(ClusterRollout.Report report);

  /** Sent by the pool of evidence when clusters have proved something together. Not for people. */
  @SignalMethod(
      name = "pooled",
      description = "sent by the evidence pool of this rollout, not for people")
  void pooled(PoolVerdict verdict);
}
