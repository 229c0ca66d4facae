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
 * @param outcomes one for each request whose time came and that is over, in the order of their ends
 * @param late requests that were sent more than 100 ms after their time; they count as sent
 */
public record LoadReport(List<Outcome> outcomes, long late) {
  public LoadReport {
    outcomes = List.copyOf(outcomes);
  }

  /** Requests per status; 0 and less stand for no answer. */
  public SortedMap<Integer, Long> byStatus() {
    return count(Outcome::status);
  }

  /** Answers per revision, whatever their status; those without a revision count as {@code ""}. */
  public SortedMap<String, Long> byRevision() {
    return count(Outcome::revision);
  }

  /** Requests that their callers could not send: the service never had a chance to answer. */
  public long notSent() {
    return outcomes.stream().filter(outcome -> !outcome.wentOut()).count();
  }

  /** Whom requests had passed that this revision answered. */
  public SortedSet<String> seenBy(String revision) {
    return outcomes.stream()
        .filter(outcome -> outcome.revision().equals(revision))
        .map(Outcome::seenBy)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What was sent, or should have been, at {@code from} or later. */
  public LoadReport since(Instant from) {
    List<Outcome> later =
        outcomes.stream().filter(outcome -> !outcome.sent().isBefore(from)).toList();
    return new LoadReport(later, late);
  }

  private <K extends Comparable<K>> SortedMap<K, Long> count(Function<Outcome, K> key) {
    return outcomes.stream()
        .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
  }

  /**
   * One request as its caller saw it.
   *
   * @param sent when, or when it should have been
   * @param status of HTTP, or why there is none
   * @param revision and {@code pod}: who says to have answered, empty when nobody does
   * @param latency from sending to the last byte
   * @param seenBy what a filter on the way has put into the request, empty where none has
   */
  public record Outcome(
      Instant sent, int status, String revision, String pod, Duration latency, String seenBy) {
    /** Sent, and answered not at all, too late, or by half. */
    public static final int NOT_ANSWERED = 0;

    /** Not sent: nobody took a connection. */
    public static final int NOT_CONNECTED = -1;

    /** Not sent: its time came when too many others were still unanswered. */
    public static final int CROWDED_OUT = -2;

    /** By no filter. */
    public Outcome(Instant sent, int status, String revision, String pod, Duration latency) {
      this(sent, status, revision, pod, latency, "");
    }

    /** One that nobody answered. */
    static Outcome of(Instant sent, int status, Duration waited) {
      return new Outcome(sent, status, "", "", waited);
    }

    /** Whether its caller could send it. */
    public boolean wentOut() {
      return status >= NOT_ANSWERED;
    }
  }
}
