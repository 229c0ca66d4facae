package io.fleetcanary.lab.embedded.prometheus;

import io.fleetcanary.lab.embedded.prometheus.Query.Latest;
import io.fleetcanary.lab.embedded.prometheus.Query.Subquery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The series of the last fifteen minutes. */
final class SeriesStore {
  private static final Duration KEPT = Duration.ofMinutes(15);

  /** How old the newest sample may be; a series that is known to have ended has none. */
  static final Duration LOOK_BACK = Duration.ofMinutes(5);

  private final Map<SortedMap<String, String>, Deque<Sample>> series = new LinkedHashMap<>();

  /** The samples of one series, oldest first. */
  record Found(SortedMap<String, String> labels, List<Sample> samples) {}

  synchronized void add(SortedMap<String, String> labels, Sample sample) {
    Deque<Sample> samples = series.computeIfAbsent(labels, added -> new ArrayDeque<>());
    samples.addLast(sample);
    forget(samples, sample.time());
  }

  /** Drops series of which nothing is left. */
  synchronized void forget(Instant now) {
    for (Iterator<Deque<Sample>> all = series.values().iterator(); all.hasNext(); ) {
      Deque<Sample> samples = all.next();
      forget(samples, now);
      if (samples.isEmpty()) {
        all.remove();
      }
    }
  }

  /**
   * The newest sample at {@code time} of each series that had not ended by then, and has one that
   * is not too old.
   */
  synchronized List<Found> latest(Latest query, Instant time) {
    Duration within = query.within().compareTo(LOOK_BACK) < 0 ? query.within() : LOOK_BACK;
    return series.entrySet().stream()
        .filter(entry -> query.selector().selects(entry.getKey()))
        .flatMap(
            entry ->
                newest(entry.getValue(), time, within).stream()
                    .map(sample -> new Found(entry.getKey(), List.of(sample))))
        .toList();
  }

  /** All samples after {@code from} and not after {@code to}; series without any are left out. */
  synchronized List<Found> between(Selector selector, Instant from, Instant to) {
    return series.entrySet().stream()
        .filter(entry -> selector.selects(entry.getKey()))
        .map(entry -> new Found(entry.getKey(), within(entry.getValue(), from, to)))
        .filter(found -> !found.samples().isEmpty())
        .toList();
  }

  /**
   * The newest sample at each whole step after {@code time} less the range and not after {@code
   * time}, with the step's time; series without any are left out.
   */
  synchronized List<Found> steps(Subquery query, Instant time) {
    long step = query.step().toMillis();
    long first = (time.minus(query.range()).toEpochMilli() / step + 1) * step;
    Map<SortedMap<String, String>, List<Sample>> stepped = new LinkedHashMap<>();
    for (long at = first; at <= time.toEpochMilli(); at += step) {
      Instant moment = Instant.ofEpochMilli(at);
      for (Found found : latest(new Latest(query.selector(), LOOK_BACK), moment)) {
        stepped
            .computeIfAbsent(found.labels(), added -> new ArrayList<>())
            .add(Sample.of(moment, found.samples().getFirst().value()));
      }
    }
    return stepped.entrySet().stream().map(it -> new Found(it.getKey(), it.getValue())).toList();
  }

  private static void forget(Deque<Sample> samples, Instant now) {
    Instant oldest = now.minus(KEPT);
    while (!samples.isEmpty() && samples.getFirst().time().isBefore(oldest)) {
      samples.removeFirst();
    }
  }

  private static Optional<Sample> newest(Deque<Sample> samples, Instant time, Duration within) {
    for (Iterator<Sample> back = samples.descendingIterator(); back.hasNext(); ) {
      Sample sample = back.next();
      if (!sample.time().isAfter(time)) {
        boolean current = !sample.stale() && sample.time().isAfter(time.minus(within));
        return current ? Optional.of(sample) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static List<Sample> within(Deque<Sample> samples, Instant from, Instant to) {
    return samples.stream()
        .filter(sample -> !sample.stale())
        .filter(sample -> sample.time().isAfter(from) && !sample.time().isAfter(to))
        .toList();
  }
}
