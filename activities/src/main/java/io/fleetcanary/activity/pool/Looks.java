package io.fleetcanary.activity.pool;

import java.time.Duration;
import java.time.Instant;

/**
 * When a bake reports: each interval at first, then rarer, every ten minutes in the end. Fixed by
 * the bake's begin alone: if what is seen decided when it is told, clusters that look bad would be
 * heard more often than those that look good, and the sum of what was heard would prove nothing.
 */
final class Looks {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Instant begin;
  private final Duration every;
  private Instant next;

  Looks(Instant begin, Duration every) {
    this.begin = begin;
    this.every = every;
    next = begin.plus(every);
  }

  /** Whether one is due; then it counts as done. */
  boolean due(Instant now) {
    boolean due = !now.isBefore(next);
    while (!now.isBefore(next)) {
      next = next.plus(pause());
    }
    return due;
  }

  /** A quarter of what has passed. */
  private Duration pause() {
    Duration quarter = Duration.between(begin, next).dividedBy(4);
    Duration most = quarter.compareTo(LONGEST) < 0 ? quarter : LONGEST;
    return most.compareTo(every) > 0 ? most : every;
  }
}
