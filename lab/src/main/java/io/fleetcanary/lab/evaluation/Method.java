package io.fleetcanary.lab.evaluation;

/** A way to judge a canary. */
interface Method {
  /** It had nothing against the canary. */
  int NEVER = Integer.MAX_VALUE;

  String name();

  /** Whether it can be tried on this scenario. */
  boolean fits(Cell cell);

  /** Minutes until it aborts, or {@link #NEVER}. */
  int abortsAfter(Cell cell, Run run);
}
