package io.fleetcanary.core.status;

import java.util.List;
import java.util.Objects;

/**
 * The whole truth about a rollout, in one answer.
 *
 * @param workflowId {@code rollout/<namespace>/<service>}
 * @param digest of the plan; every approval names it
 * @param reason one sentence; empty while nothing needs saying
 * @param waitingFor gates and holds that are open, oldest first
 * @param ignored messages that could not be understood or did not apply, newest last, at most 20
 * @param notes what else people should know and nothing waits for, one sentence each
 */
public record FleetStatus(
    String workflowId,
    String rolloutId,
    String service,
    String namespace,
    String revision,
    String digest,
    FleetPhase phase,
    String reason,
    List<WaveStatus> waves,
    List<Waiting> waitingFor,
    List<String> ignored,
    List<String> notes) {
  /** Older versions knew no {@code notes}. */
  public FleetStatus {
    waves = List.copyOf(waves);
    waitingFor = List.copyOf(waitingFor);
    ignored = List.copyOf(ignored);
    notes = List.copyOf(Objects.requireNonNullElse(notes, List.of()));
  }

  /** Of which there is nothing to note. */
  public FleetStatus(
      String workflowId,
      String rolloutId,
      String service,
      String namespace,
      String revision,
      String digest,
      FleetPhase phase,
      String reason,
      List<WaveStatus> waves,
      List<Waiting> waitingFor,
      List<String> ignored) {
    this(
        workflowId,
        rolloutId,
        service,
        namespace,
        revision,
        digest,
        phase,
        reason,
        waves,
        waitingFor,
        ignored,
        List.of());
  }

  /** One wave's clusters, in the order they start. */
  public record WaveStatus(String name, List<ClusterStatus> clusters) {
    public WaveStatus {
      clusters = List.copyOf(clusters);
    }

    /** Whether any of them has; what a stop leaves alone never does. */
    public boolean begun() {
      return clusters.stream()
          .map(ClusterStatus::phase)
          .anyMatch(it -> it != ClusterPhase.QUEUED && it != ClusterPhase.UNTOUCHED);
    }
  }
}
