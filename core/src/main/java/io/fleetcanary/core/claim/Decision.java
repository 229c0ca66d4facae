package io.fleetcanary.core.claim;

/**
 * What an attempt may do on what it saw. Closed: an activity must answer each of them.
 *
 * @param <M> what the write leaves behind: an object's mark, or the ledger's state
 */
public sealed interface Decision<M> {
  /**
   * Write what is wanted, together with this mark, on exactly the version that was seen. A conflict
   * means look again.
   */
  record Write<M>(M mark) implements Decision<M> {}

  /** Nothing to do: it is as wanted, or somebody else is at work on it. */
  record Done<M>() implements Decision<M> {}

  /**
   * Stop going forward.
   *
   * @param by the owner that was found, or empty
   */
  record Fenced<M>(Fence why, String by) implements Decision<M> {}

  /**
   * Stop before anything is touched: the ledger belongs to another rollout.
   *
   * @param mark to be written first unless it is there: it remembers who was refused, or else a
   *     late attempt would claim once the owner has gone
   */
  record Refused<M>(String owner, M mark) implements Decision<M> {}
}
