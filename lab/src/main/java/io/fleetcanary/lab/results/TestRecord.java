package io.fleetcanary.lab.results;

import java.util.Optional;

/**
 * What is known of one test.
 *
 * @param played how often it was played to its end
 * @param passed how often it passed
 * @param inARow how often it has passed since it last did not
 */
record TestRecord(String name, int played, int passed, int inARow, Result last) {
  /** The same, and played once more; what was skipped was not played. */
  static Optional<TestRecord> next(Optional<TestRecord> before, String name, Result result) {
    if (result.outcome.equals(Result.SKIPPED)) {
      return before;
    }
    TestRecord known = before.orElseGet(() -> new TestRecord(name, 0, 0, 0, result));
    boolean good = result.passed();
    return Optional.of(
        new TestRecord(
            name,
            known.played + 1,
            known.passed + (good ? 1 : 0),
            good ? known.inARow + 1 : 0,
            result));
  }

  /**
   * What it came to once.
   *
   * @param ended when its class had ended, ISO 8601, to the second
   * @param commit what was played
   * @param seconds from its begin to its end, other tests may have run beside it
   * @param outcome {@code passed}, {@code failed} or {@code error}
   */
  record Result(String ended, String commit, double seconds, String outcome) {
    static final String SKIPPED = "skipped";

    boolean passed() {
      return outcome.equals("passed");
    }
  }
}
