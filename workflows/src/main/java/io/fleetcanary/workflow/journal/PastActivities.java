package io.fleetcanary.workflow.journal;

import io.fleetcanary.core.status.FleetPhase;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Reads the journal. On the central queue. */
@ActivityInterface
public interface PastActivities {
  /** Rollouts of one service, newest first. */
  @ActivityMethod(name = "pastRollouts")
  PastRollouts rollouts(Which which);

  /** What is kept of one rollout, oldest first. */
  @ActivityMethod(name = "journalOf")
  Lines lines(From from);

  /**
   * A page of rollouts.
   *
   * @param before those that began earlier
   * @param most 1 to 100
   */
  record Which(String namespace, String service, Instant before, int most) {}

  /**
   * One page.
   *
   * @param more whether there are earlier ones
   */
  record PastRollouts(List<PastRollout> rollouts, boolean more) {
    public PastRollouts {
      rollouts = List.copyOf(rollouts);
    }
  }

  /**
   * One rollout.
   *
   * @param revision empty where it was refused before it had one
   * @param image of the revision; empty where it changes none
   * @param by who asked for it; empty where nobody said
   * @param until when the last line was written: its end, or what is known of it
   * @param ending how it ended, as in {@link FleetPhase}; empty where no end is known
   * @param reason one sentence
   * @param promoted how many clusters have the revision
   * @param clusters how many take part
   */
  record PastRollout(
      String rolloutId,
      String runId,
      String revision,
      String image,
      String by,
      Instant began,
      Instant until,
      String ending,
      String reason,
      int promoted,
      int clusters) {
    /** Whether the whole fleet has got the revision. */
    public boolean good() {
      return Objects.equals(ending, FleetPhase.PROMOTED.name());
    }
  }

  /**
   * A page of lines.
   *
   * @param rollout its id, or that of its run
   * @param skip how many lines have been read
   * @param outline only what was asked, planned, and how it ended
   * @param series only what watches measured
   */
  record From(
      String namespace, String service, String rollout, int skip, boolean outline, boolean series) {
    /** Of whatever kind, or of the outline. */
    public From(String namespace, String service, String rollout, int skip, boolean outline) {
      this(namespace, service, rollout, skip, outline, false);
    }
  }

  /**
   * One page.
   *
   * @param more whether there are later ones
   */
  record Lines(List<JournalEntry> entries, boolean more) {
    public Lines {
      entries = List.copyOf(entries);
    }
  }
}
