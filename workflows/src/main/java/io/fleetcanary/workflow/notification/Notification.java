package io.fleetcanary.workflow.notification;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.Waiting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that has happened to a rollout.
 *
 * @param number counts from 1 within a run, without gaps
 * @param about a wave, a cluster or a gate; empty where it is the whole rollout
 * @param by who, as they say; empty where evidence or a clock decided
 * @param sentence what people read, word for word as everywhere else
 * @param question what is asked, where somebody is
 */
public record Notification(
    int number,
    Instant at,
    Kind kind,
    Rollout rollout,
    String about,
    String by,
    String sentence,
    @Nullable Waiting question) {

  /** Unique: whoever hears it twice knows it by this. */
  public String id() {
    return rollout.runId() + "/" + number;
  }

  /**
   * Of which rollout.
   *
   * @param revision empty where it was refused before it had one, as {@code id} and {@code digest}
   */
  public record Rollout(
      String namespace, String service, String revision, String id, String runId, String digest) {
    /** The run's workflow id. */
    public String workflowId() {
      return "rollout/" + namespace + "/" + service;
    }
  }

  /** What has happened. A rollout's last notification, and no other, is of a kind that ends it. */
  public enum Kind {
    STARTED("started"),
    WAVE_STARTED("wave.started"),
    APPROVAL_REQUESTED("approval.requested"),
    APPROVAL_DECIDED("approval.decided"),
    PAUSED("paused"),
    RESUMED("resumed"),
    /** One cluster goes back, and the fleet does not, or not yet. */
    CLUSTER_RETURNING("cluster.returning"),
    /** A cluster is out of reach, or refuses, and is tried again. */
    CLUSTER_STUCK("cluster.stuck"),
    /** The fleet goes no further, and back by its scope. */
    RETURNING("returning"),
    /** Somebody wants to see whether notifications arrive. */
    TEST("test"),
    PROMOTED("promoted"),
    ROLLED_BACK("rolledback"),
    ABORTED("aborted"),
    REJECTED("rejected"),
    PARTLY_PROMOTED("partlypromoted"),
    HANDED_OVER("handedover"),
    REFUSED("refused"),
    /** Its run was ended from outside, so that nobody has decided how it ends. */
    TERMINATED("terminated");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As it is called outside, e.g. {@code wave.started}. */
    public String text() {
      return text;
    }

    /** Whether nothing comes after it. */
    public boolean last() {
      return compareTo(PROMOTED) >= 0;
    }

    /**
     * How a rollout ended.
     *
     * @throws IllegalArgumentException when {@code ending} is not the end
     */
    static Kind of(FleetPhase ending) {
      return valueOf(ending.name());
    }
  }
}
