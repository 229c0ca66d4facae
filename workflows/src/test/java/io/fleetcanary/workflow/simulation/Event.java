package io.fleetcanary.workflow.simulation;

import java.time.Duration;

/**
 * Something that goes otherwise than it should, once.
 *
 * @param when to what it is tied
 * @param act what happens
 * @param cluster where, if it is anywhere
 * @param lasts how long, if it does
 */
record Event(When when, Act act, String cluster, Duration lasts) {
  /** To what an event is tied. */
  sealed interface When {
    /** So long after the rollout has begun. */
    record After(Duration time) implements When {}

    /**
     * During an attempt of a call in the event's cluster.
     *
     * @param turn which attempt of that name, from 1
     * @param moment how far into it, from 0
     */
    record During(String call, int turn, int moment) implements When {}
  }

  /** What happens. The first ones only happen to calls. */
  enum Act {
    LOST,
    REPLY_LOST,
    DIES,
    SLEEPS,
    UNSAID,
    TROUBLE,
    BAD,
    INCONCLUSIVE,
    STABLE_DOWN,
    /** The cluster's API server does not answer. */
    CUT_OFF,
    /** Nobody takes the cluster's tasks. */
    NO_WORKER,
    /** Nobody takes any task that is not a cluster's own. */
    NO_WORKERS,
    /** The journal cannot be written. */
    NO_JOURNAL,
    /** Somebody brings another revision. */
    EDIT,
    ABORT,
    PAUSE,
    RESUME,
    /** From now on people say no to whatever is asked. */
    SAY_NO,
    /** Somebody answers before anything is asked. */
    EARLY,
    /** Somebody types nonsense. */
    NONSENSE,
    /** Clusters have proved together that the revision is bad. */
    POOLED,
    /** Clusters have proved together that one of them is bad. */
    OUTLIER,
    CANCEL,
    CANCEL_CLUSTER,
    TERMINATE,
    TERMINATE_CLUSTER;

    boolean ofCalls() {
      return compareTo(STABLE_DOWN) <= 0;
    }

    /** Whether a run is taken from the rollout. */
    boolean force() {
      return this == TERMINATE || this == TERMINATE_CLUSTER;
    }
  }
}
