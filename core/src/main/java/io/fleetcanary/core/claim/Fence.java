package io.fleetcanary.core.claim;

/** Why an attempt to go forward was stopped. */
public enum Fence {
  /** The ledger remembers this rollout among those that have ended. */
  ENDED("this rollout has ended here"),
  /** A workflow reset started another run of a rollout that had already claimed. */
  OTHER_RUN("claimed by an earlier run of this rollout, after a reset only the way back is open"),
  /** Our own way back is at work: the watcher's brake, or an abort. */
  TURNED_BACK("this rollout is on its way back"),
  CLOSED("this rollout has been kept"),
  /** The ledger is free though we had claimed it: somebody emptied it. */
  NOT_HELD("the ledger is not held by this rollout"),
  /** Somebody edited it, or another version wrote it. */
  UNREADABLE("the ledger cannot be read"),
  /** To be turned back or closed first. */
  NOT_SETTLED("this rollout has not been turned back or kept"),
  FOREIGN("claimed by somebody else"),
  UNCLAIMED("its claim is gone"),
  BEHIND("a later step has been written"),
  CHANGED("changed while it was being claimed"),
  NOT_OURS("exists and is not ours"),
  GONE("does not exist");

  private final String sentence;

  Fence(String sentence) {
    this.sentence = sentence;
  }

  /** The rule that stopped it, as a part of a sentence. */
  @Override
  public String toString() {
    return sentence;
  }
}
