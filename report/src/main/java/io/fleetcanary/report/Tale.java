package io.fleetcanary.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Temporal has written down of a run.
 *
 * @param startedBy whom its spec names, else the identity of the client that started it
 * @param endedAt empty while it runs
 * @param closing how the run closed, in Temporal's words; empty while it runs
 * @param decisions of people, oldest first
 * @param moves of clusters, oldest first
 */
public record Tale(
    String runId,
    Instant startedAt,
    String startedBy,
    Optional<Instant> endedAt,
    String closing,
    List<Decision> decisions,
    List<Move> moves) {
  public Tale {
    decisions = List.copyOf(decisions);
    moves = List.copyOf(moves);
  }
}
