package io.fleetcanary.workflow.simulation.cluster;

import java.time.Duration;

/**
 * What becomes of one attempt.
 *
 * @param moment when it does, counted from 0
 * @param time how long it lasts, where it does
 */
public record Fate(Kind kind, int moment, Duration time) {
  public static final Fate NONE = new Fate(Kind.NONE, 0, Duration.ZERO);

  /** What it is. */
  public enum Kind {
    NONE,
    /** The request does not get through. */
    LOST,
    /** What was asked for is done, but nobody hears so. */
    REPLY_LOST,
    /** Its worker dies. */
    DIES,
    /** Its worker stands still, and goes on where it was. */
    SLEEPS,
    /** All is done, but Temporal never hears so. */
    UNSAID,
    /** The cluster has a trouble of its own. */
    TROUBLE,
    /** The canary is bad. */
    BAD,
    /** There is not enough to judge by. */
    INCONCLUSIVE,
    /** Stable itself is down. */
    STABLE_DOWN
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean strikes(int now, Kind other) {
    return kind == other && moment == now;
  }
}
