package io.fleetcanary.core.claim;

/** How a rollout ended in one cluster. */
public enum Ending {
  /** The new revision stays. */
  KEPT,
  /** Everything was put back. */
  RETURNED,
  /** Somebody else took its claims over, and goes back for it. */
  TAKEN_OVER,
  /** It never held the ledger: refused, or aborted before it could claim. */
  UNTOUCHED
}
