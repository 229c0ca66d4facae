package io.fleetcanary.workflow.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.question.Typed;
import java.time.Instant;

/**
 * One line of the journal: what was decided, by whom, and on what evidence.
 *
 * @param number counts from 1 within a run
 * @param about a wave, a cluster or a gate; empty where it is the whole rollout
 * @param by who, as they say; empty where evidence or a clock decided
 * @param sentence what people read
 */
public record JournalEntry(
    int number, Instant at, Act act, String about, String by, String sentence, Evidence evidence) {

  /** What kind of decision it is. */
  public enum Act {
    /** Somebody wants a rollout. */
    ASKED,
    /** What will happen is frozen. */
    PLANNED,
    /** A wave begins. */
    WAVE,
    /** A cluster has been measured, or ends. */
    CLUSTER,
    /** What a watch of a cluster measured, over time. */
    SERIES,
    /** A gate or a hold waits for people. */
    QUESTION,
    /** A person's message was taken. */
    DECISION,
    /** A person's message was not taken. */
    REFUSAL,
    /** It goes no further. */
    STOP,
    /** All of it has ended. */
    END
  }

  /** What a decision rests on. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "nothing", value = Evidence.Nothing.class),
    @JsonSubTypes.Type(name = "asked", value = Evidence.Asked.class),
    @JsonSubTypes.Type(name = "planned", value = Evidence.Planned.class),
    @JsonSubTypes.Type(name = "measured", value = Evidence.Measured.class),
    @JsonSubTypes.Type(name = "series", value = Evidence.Series.class),
    @JsonSubTypes.Type(name = "open", value = Evidence.Open.class),
    @JsonSubTypes.Type(name = "said", value = Evidence.Said.class),
    @JsonSubTypes.Type(name = "outcome", value = Evidence.Outcome.class)
  })
  public sealed interface Evidence {
    /** The sentence says it all. */
    record Nothing() implements Evidence {}

    /** The spec as it was typed; empty where that was no spec by its size. */
    record Asked(String spec) implements Evidence {}

    /** All that will happen. */
    record Planned(RolloutPlan plan) implements Evidence {}

    /** Where a cluster stood, with its findings. */
    record Measured(ClusterStatus status) implements Evidence {}

    /** What its metrics were; numbered within the cluster's own run. */
    record Series(WatchSeries watch) implements Evidence {}

    /** What was asked, and what happens without an answer. */
    record Open(Waiting waiting) implements Evidence {}

    /**
     * What a person sent, with the signature where there was one.
     *
     * @param message e.g. {@code approve}
     */
    record Said(String message, Typed typed) implements Evidence {}

    /** How every cluster ended. */
    record Outcome(FleetOutcome outcome) implements Evidence {}
  }
}
