package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.metric.ArmCounters.Grid;
import io.fleetcanary.activity.metric.ArmCounters.Tally;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.AlphaSpending;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Folds the counters of one metric into evidence, interval by interval. Pure: the same samples give
 * the same evidence, whenever and however often one looks, and after a restart; where pods warm up,
 * as long as Kubernetes says the same of since when they are ready.
 *
 * <p>An interval is counted once, when every fresh target has a scrape at its end or later: nothing
 * that belongs to it can still come, however late this Prometheus gets its samples.
 */
record CountFold(List<Criterion> criteria, Span span) {
  /** As far back as Prometheus itself looks for a sample; until the scrape interval is known. */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  /**
   * What one look may ask of so many pods, so that a long gap does not make an answer too large.
   */
  private static final Duration CHUNK = Duration.ofMinutes(10);

  private static final int CHUNK_PODS = 50;

  /** After this time a sample is there or never comes, remote write included. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  /** Clocks and scrapes of a busy machine are not better than this. */
  private static final Duration LEAST_STALE = Duration.ofSeconds(5);

  boolean compares() {
    return criteria.stream().anyMatch(Criterion.Worse.class::isInstance);
  }

  /**
   * What has to be asked now.
   *
   * @param pods of the larger arm
   */
  Window window(Counting state, Instant now, int pods) {
    Instant from = span.begin().plus(state.step().multipliedBy(state.folded()));
    Instant horizon = now.minus(span.endless() ? Span.MEMORY.multipliedBy(2) : Span.HORIZON);
    if (from.isBefore(horizon)) {
      from = horizon;
    }
    Instant chunk = from.plus(chunk(state.step(), pods));
    boolean past = chunk.isBefore(now.minus(SETTLED));
    return new Window(from.minus(reach(state.scrape())), past ? chunk : now, past);
  }

  /** Of more pods less at once, but always what gets on by an interval. */
  private static Duration chunk(Duration step, int pods) {
    Duration most = CHUNK.multipliedBy(CHUNK_PODS).dividedBy(Math.max(CHUNK_PODS, pods));
    return longer(most, step.multipliedBy(2)).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Counts what can be counted. */
  Folded fold(Counting before, Arms arms, Window window) {
    Counting timed = timed(before, arms, window);
    Optional<String> problem = arms.all().flatMap(arm -> arm.problem().stream()).findFirst();
    if (problem.isPresent() || timed.step().isZero()) {
      return new Folded(timed, problem.or(() -> missing(timed, arms, window)).orElse(""));
    }
    Grid grid = grid(timed);
    long to = Math.max(before.folded(), grid.ended(settled(timed, arms, window)));
    SortedMap<Long, Tally> canary = arms.canary.tallies(grid, before.folded(), to);
    SortedMap<Long, Tally> stable = arms.stable.tallies(grid, before.folded(), to);
    Counting after = timed.with(to, counted(timed, intervals(arms, canary, stable), to));
    return arms.canary.contradict(canary) || arms.stable.contradict(stable)
        ? new Folded(after, "more bad requests than requests")
        : new Folded(after, missing(after, arms, window).orElse(""));
  }

  private static SortedMap<Long, Counted> intervals(
      Arms arms, SortedMap<Long, Tally> canary, SortedMap<Long, Tally> stable) {
    SortedMap<Long, Counted> intervals = new TreeMap<>();
    Stream.of(canary, stable)
        .flatMap(tallies -> tallies.keySet().stream())
        .forEach(
            i ->
                intervals.put(
                    i,
                    new Counted(
                        new Interval(arms.canary.counts(canary, i), arms.stable.counts(stable, i)),
                        cold(canary, i) || cold(stable, i))));
    return intervals;
  }

  private static boolean cold(SortedMap<Long, Tally> tallies, long interval) {
    return tallies.getOrDefault(interval, Tally.NONE).cold() > 0;
  }

  private CountEvidence counted(Counting before, SortedMap<Long, Counted> intervals, long to) {
    CountEvidence evidence = before.evidence(criteria);
    long counted = before.folded();
    for (Map.Entry<Long, Counted> interval : intervals.entrySet()) {
      long ended = interval.getKey() + 1;
      CountEvidence kept = remembered(evidence, before, counted, ended);
      Interval counts = interval.getValue().told();
      boolean early =
          evidence.share().equals(ShareSeen.NONE) && early(before, interval.getKey(), counts);
      boolean shareless = early || interval.getValue().cold();
      evidence = shareless ? kept.plusShareless(counts) : kept.plus(counts);
      counted = ended;
    }
    return remembered(evidence, before, counted, to);
  }

  /** Whether the gateway has not obeyed yet, so that these requests went by the weight before. */
  private boolean early(Counting state, long interval, Interval counts) {
    Duration start = Duration.between(span.begin(), grid(state).start(interval));
    return span.shift().filter(it -> it.isYetToCome(counts, start)).isPresent();
  }

  /** How much of alpha the evidence may use: all of it, or its window's share. */
  double alphaShare(Counting state) {
    return span.endless() && !state.step().isZero()
        ? AlphaSpending.share(memory(grid(state), state.folded()))
        : 1;
  }

  /** Evidence after {@code counted} intervals, at the time {@code now} have ended. */
  private CountEvidence remembered(CountEvidence evidence, Counting state, long counted, long now) {
    Grid grid = grid(state);
    boolean same = !span.endless() || memory(grid, counted) == memory(grid, now);
    return same ? evidence : CountEvidence.none(criteria, state.noise());
  }

  /** Which stretch of memory the last of so many intervals belongs to, from 1. */
  private static long memory(Grid grid, long intervals) {
    long length = Math.max(1, Span.MEMORY.dividedBy(grid.step()));
    return Math.max(0, intervals - 1) / length + 1;
  }

  private Counting timed(Counting before, Arms arms, Window window) {
    List<Duration> spacings = arms.all().flatMap(ArmCounters::spacings).sorted().toList();
    Duration scrape = spacings.isEmpty() ? before.scrape() : spacings.get(spacings.size() / 2);
    if (!before.step().isZero() || (scrape.isZero() && !window.past)) {
      return before.timed(scrape, before.step());
    }
    // An interval in which a target may have no scrape would compare one arm with nothing.
    long looks = Math.ceilDiv(scrape.toMillis() * 3, span.every().toMillis() * 2);
    return before.timed(scrape, span.every().multipliedBy(Math.max(1, looks)));
  }

  /** Up to where every sample is there: the oldest of the newest fresh scrapes. */
  private Instant settled(Counting state, Arms arms, Window window) {
    if (window.past) {
      return window.end;
    }
    Instant limit = window.end.minus(stale(state.scrape()));
    Predicate<Instant> fresh = scrape -> !scrape.isBefore(limit);
    return arms.canary.newest().noneMatch(fresh)
        ? span.begin()
        : arms.all()
            .flatMap(ArmCounters::newest)
            .filter(fresh)
            .min(Instant::compareTo)
            .orElse(span.begin());
  }

  private Optional<String> missing(Counting state, Arms arms, Window window) {
    Optional<String> notANumber = arms.all().flatMap(arm -> arm.notANumber().stream()).findFirst();
    if (notANumber.isPresent()) {
      return notANumber;
    }
    if (arms.canary.isEmpty()) {
      return Optional.of(arms.canary.absence());
    }
    if (arms.stableNeeded && arms.stable.isEmpty()) {
      return Optional.of("no data from stable");
    }
    if (state.scrape().isZero()) {
      return Optional.of("no second sample yet");
    }
    Duration stale = stale(state.scrape());
    return arms.all()
        .flatMap(arm -> arm.stalePod(window.end.minus(stale)).stream())
        .findFirst()
        .map(pod -> "stale, no sample of " + pod + " for " + stale.toMillis() / 1000.0 + " s");
  }

  private Grid grid(Counting state) {
    return new Grid(span.begin(), state.step(), reach(state.scrape()), span.warmUp());
  }

  /** How long two samples of a series may lie apart: two scrapes may fail, and come late. */
  private static Duration reach(Duration scrape) {
    return scrape.isZero() ? LOOKBACK : longer(scrape.multipliedBy(7).dividedBy(2), LEAST_STALE);
  }

  private static Duration stale(Duration scrape) {
    return longer(scrape.multipliedBy(3), LEAST_STALE);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /**
   * Both arms' counters.
   *
   * @param stableNeeded false where stable is neither compared nor counted; then it has no series
   */
  record Arms(ArmCounters canary, ArmCounters stable, boolean stableNeeded) {
    Stream<ArmCounters> all() {
      return Stream.of(canary, stable);
    }
  }

  /**
   * One interval.
   *
   * @param cold whether requests were left out, so that the others say nothing about the share
   */
  private record Counted(Interval counts, boolean cold) {
    /** Stable's requests while the whole canary was cold are those of another time. */
    Interval told() {
      boolean none = cold && counts.canary().requests() == 0;
      return none ? new Interval(Counts.NONE, Counts.NONE) : counts;
    }
  }

  /**
   * What one look asks for.
   *
   * @param from the first sample, early enough to hold the one before the first that counts
   * @param past whether this ends so long ago that more has to be asked at once
   */
  record Window(Instant from, Instant end, boolean past) {
    String over(String selector) {
      long seconds = Duration.between(from, end).toSeconds() + 1;
      return selector.strip() + "[" + seconds + "s]";
    }
  }

  /**
   * What one look added.
   *
   * @param missing why this is not all that it should be; empty when it is
   */
  record Folded(Counting state, String missing) {}
}
