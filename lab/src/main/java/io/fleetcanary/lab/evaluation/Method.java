package io.fleetcanary.lab.evaluation;

/** A way to judge a canary. */
interface Method {
  String name();

  /** Whether it can be tried on this scenario. */
  boolean fits(Cell cell);

  /** What it makes of one release. */
  Answer judge(Cell cell, Run run);

  /**
   * How a release ends.
   *
   * @param seconds until it is aborted, {@link #NEVER} where nothing was held against the canary
   * @param inconclusive whether it is not aborted and does not pass either: a person is asked
   */
  record Answer(int seconds, boolean inconclusive) {
    static final int NEVER = Integer.MAX_VALUE;
    static final Answer PASSED = new Answer(NEVER, false);

    boolean aborted() {
      return seconds != NEVER;
    }
  }
}
