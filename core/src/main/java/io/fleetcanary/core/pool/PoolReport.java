package io.fleetcanary.core.pool;

import io.fleetcanary.core.evidence.Interval;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one cluster's bake has seen so far. Each report says all of it, so one that is lost or comes
 * twice changes nothing.
 *
 * @param rolloutId who claims there, the attempt's number included
 * @param labels of the cluster, from the inventory
 * @param attempt counts from 1
 * @param step counts from 1
 * @param parts one for each comparison, in the template's order
 */
public record PoolReport(
    String rolloutId,
    String cluster,
    SortedMap<String, String> labels,
    int attempt,
    int step,
    Ending ending,
    List<Part> parts) {
  public PoolReport {
    Objects.requireNonNull(rolloutId, "rolloutId");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(ending, "ending");
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    parts = List.copyOf(parts);
  }

  /** Requests that it rests on; of two reports about one step the one with more is newer. */
  long requests() {
    return parts.stream()
        .mapToLong(part -> part.sums.canary().requests() + part.sums.stable().requests())
        .sum();
  }

  /** About how many bytes it is as a payload. */
  public long bytes() {
    long blocks = parts.stream().mapToLong(part -> part.past.size()).sum();
    return 500 + 300L * parts.size() + 60 * blocks;
  }

  /** What becomes of the bake. */
  public enum Ending {
    /** It goes on, or another one follows. */
    GOES_ON,
    /** It was the last one, and passed. */
    PASSED,
    /** The canary is bad, whatever shows it. */
    FAILED
  }

  /**
   * One comparison.
   *
   * @param dispersion φ that the levels were divided by, or less
   * @param sums all requests of both arms
   * @param past how much stable's own pods differed before; empty once that has been told
   * @param ofAll φ of all that was counted, which ranges are made with; 0 where an older version
   *     did not tell it
   */
  public record Part(
      double dispersion, Levels levels, Interval sums, List<Block> past, double ofAll) {
    public Part(double dispersion, Levels levels, Interval sums, List<Block> past) {
      this(dispersion, levels, sums, past, dispersion);
    }

    public Part {
      Objects.requireNonNull(levels, "levels");
      Objects.requireNonNull(sums, "sums");
      past = List.copyOf(past);
    }
  }

  /**
   * Ten minutes in which nothing was released: how many more bad requests one half of stable had
   * than was expected, and the variance that chance alone would give that number.
   *
   * @param at tens of minutes since 1970: clusters share their blocks
   */
  public record Block(long at, double off, double variance) {}
}
