package io.fleetcanary.lab.dataplane;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What callers saw.
 *
 * @param outcomes one for each request that was sent and is over, in the order of their ends
 * @param late requests that were sent more than 100 ms after their time; they count as sent
 * @param notSent requests whose time came when too many others were still unanswered
 */
public record LoadReport(List<Outcome> outcomes, long late, long notSent) {
  public LoadReport {
    outcomes = List.copyOf(outcomes);
  }

  /** Requests per status; 0 stands for no answer. */
  public SortedMap<Integer, Long> byStatus() {
    return count(Outcome::status);
  }

  /** Answers per revision, whatever their status; those without a revision count as {@code ""}. */
  public SortedMap<String, Long> byRevision() {
    return count(Outcome::revision);
  }

  /** Whom requests had passed that this revision answered. */
  public SortedSet<String> seenBy(String revision) {
    return outcomes.stream()
        .filter(outcome -> outcome.revision().equals(revision))
        .map(Outcome::seenBy)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What was sent at {@code from} or later. */
  public LoadReport since(Instant from) {
    List<Outcome> later =
        outcomes.stream().filter(outcome -> !outcome.sent().isBefore(from)).toList();
    return new LoadReport(later, late, notSent);
  }

  private <K extends Comparable<K>> SortedMap<K, Long> count(Function<Outcome, K> key) {
    return outcomes.stream()
        .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
  }

  /**
   * One request as its caller saw it.
   *
   * @param status 0 when there was no answer
   * @param revision and {@code pod}: who says to have answered, empty when nobody does
   * @param latency from sending to the last byte
   * @param seenBy what a filter on the way has put into the request, empty where none has
   */
  public record Outcome(
      Instant sent, int status, String revision, String pod, Duration latency, String seenBy) {
    /** By no filter. */
    public Outcome(Instant sent, int status, String revision, String pod, Duration latency) {
      this(sent, status, revision, pod, latency, "");
    }
  }
}
