package io.fleetcanary.core.status;

/** Why a cluster could not go on, which decides how far it reaches. */
public enum FailureClass {
  /**
   * The canary is bad (metrics, crash, out of memory, never ready): the spec's scope and budget
   * apply.
   */
  EVIDENCE,
  /**
   * This cluster's own trouble (no GPU, image pull, unreachable, foreign change): a person is
   * asked.
   */
  LOCAL,
  /** A person said so: abort or reject. */
  PERSON
}
