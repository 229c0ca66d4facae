package io.fleetcanary.lab.invariant.history;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was seen of a rollout in all clusters of a fleet.
 *
 * @param clusters by name
 * @param gaps where nobody was looking, one sentence each
 * @param approvals that people have sent
 */
public record History(
    SortedMap<String, ClusterHistory> clusters, List<String> gaps, List<Approval> approvals) {
  public History {
    clusters = new TreeMap<>(clusters);
    gaps = List.copyOf(gaps);
    approvals = List.copyOf(approvals);
  }

  /** The same, knowing of these. */
  public History with(List<Approval> more) {
    return new History(clusters, gaps, more);
  }

  /** All that was written anywhere, and not by hand; cluster by cluster. */
  public Stream<Moment> written() {
    return clusters.values().stream().flatMap(ClusterHistory::written);
  }

  /**
   * A person's consent.
   *
   * @param at when it was sent; it can have come later only
   */
  public record Approval(String gate, Instant at) {}
}
