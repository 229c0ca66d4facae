package io.fleetcanary.workflow.simulation.engine;

import java.time.Duration;

/** One attempt of an activity, as its worker does it: step by step, with time between them. */
public interface Work {
  /** Does the next step; what comes after it. */
  Step next();

  /** What follows a step. */
  sealed interface Step {
    /**
     * Time passes, then comes the next step.
     *
     * @param beating whether it heartbeats meanwhile; it then hears when it is not wanted any more
     */
    record Rest(Duration time, boolean beating) implements Step {}

    /** It ends well. */
    record Done(Object result) implements Step {}

    /** It fails, in a way that may be retried. */
    record Failed(String message) implements Step {}

    /** Its worker dies, or nobody hears how it ended: no step follows and no answer comes. */
    record Lost() implements Step {}
  }
}
