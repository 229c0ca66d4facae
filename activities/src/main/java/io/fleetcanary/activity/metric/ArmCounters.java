package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.query.Selectors;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The raw counters of one metric on one arm, or in the cluster as a whole, as one look got them,
 * and what they went up by.
 *
 * <p>A scrape reads all series of its target at one moment. The first scrape of a target after the
 * begin, or after a gap, is the base from which it counts: what went on before, or across a change
 * of weight, is dropped on both arms alike. From there on a series that was not there before has
 * just been born and started at 0 (error counters are born with the first error), and one that
 * dropped was reset and started at 0 too. What a series went up by counts at the later sample.
 *
 * <p>What a pod counted before it was warm is left out in the same way: the first scrape of a warm
 * pod is the base.
 */
final class ArmCounters {
  private final Track track;
  private final Selectors selectors;
  private final List<Series> of;
  private final List<Series> part;
  private final Optional<String> notANumber;
  private final Map<Target, NavigableSet<Instant>> scrapes = new LinkedHashMap<>();

  ArmCounters(Track track, Selectors selectors, List<Series> of, List<Series> part) {
    this.track = track;
    this.selectors = selectors;
    this.notANumber =
        Stream.concat(of.stream(), part.stream()).flatMap(this::notANumber).findFirst();
    List<Series> requests = numbers(of);
    List<Series> some = numbers(part);
    Jobs jobs = new Jobs(track, Stream.concat(requests.stream(), some.stream()).toList());
    this.of = once(requests, jobs);
    this.part = once(some, jobs);
    all().forEach(this::noteScrapes);
  }

  boolean isEmpty() {
    return of.isEmpty();
  }

  /** Why nothing is known of the canary where this is empty. */
  String absence() {
    return selectors.ofOneArm() ? "no data from the canary" : "no data";
  }

  /** What makes these series useless as evidence. */
  Optional<String> problem() {
    return all().flatMap(series -> problem(series).stream()).findFirst().or(this::missingEdge);
  }

  /** A sample that is not a number; it is left out, and so is what it hides. */
  Optional<String> notANumber() {
    return notANumber;
  }

  /** Times between two scrapes of a target. */
  Stream<Duration> spacings() {
    return scrapes.values().stream()
        .flatMap(
            times ->
                times.stream()
                    .filter(time -> times.lower(time) != null)
                    .map(time -> Duration.between(times.lower(time), time)));
  }

  /** The newest scrape of each target. */
  Stream<Instant> newest() {
    return scrapes.values().stream().map(NavigableSet::last);
  }

  /** A pod that stays, none of whose targets was scraped at {@code limit} or after it. */
  Optional<String> stalePod(Instant limit) {
    SortedMap<String, Boolean> fresh = new TreeMap<>();
    scrapes.forEach(
        (target, times) ->
            fresh.merge(target.pod(), !times.last().isBefore(limit), Boolean::logicalOr));
    return fresh.keySet().stream()
        .filter(pod -> !track.leaving().contains(pod))
        .filter(pod -> !fresh.getOrDefault(pod, false))
        .findFirst();
  }

  /**
   * What was counted, by the number of the interval.
   *
   * @param from the first interval, inclusive
   * @param to the last interval, exclusive
   */
  SortedMap<Long, Tally> tallies(Grid grid, long from, long to) {
    SortedMap<Long, Tally> tallies = new TreeMap<>();
    of.forEach(
        series ->
            ups(series, grid)
                .subMap(from, to)
                .forEach((i, up) -> tallies.merge(i, up, Tally::plus)));
    part.forEach(
        series ->
            ups(series, grid)
                .subMap(from, to)
                .forEach((i, up) -> tallies.merge(i, up.asPart(), Tally::plus)));
    return tallies;
  }

  /** The counts of one interval. */
  Counts counts(SortedMap<Long, Tally> tallies, long interval) {
    return tallies.getOrDefault(interval, Tally.NONE).counts(selectors);
  }

  /** Whether some interval has more bad requests than requests. */
  boolean contradict(SortedMap<Long, Tally> tallies) {
    return !selectors.partIsGood()
        && tallies.values().stream().anyMatch(tally -> tally.part > tally.all);
  }

  /** What a counter of requests went up by. */
  private SortedMap<Long, Tally> ups(Series series, Grid grid) {
    SortedMap<Long, Tally> ups = new TreeMap<>();
    Instant warm = track.warm(track.pod(series), grid.warmUp);
    NavigableSet<Instant> times = scrapes.getOrDefault(Target.of(track, series), new TreeSet<>());
    Sample before = new Sample(Instant.MIN, 0);
    for (Sample sample : series.samples()) {
      Instant scrape = times.lower(sample.at());
      if (grid.follows(scrape, sample.at())) {
        double known = grid.reaches(before.at(), sample.at()) ? before.value() : 0;
        double up = sample.value() < known ? sample.value() : sample.value() - known;
        Tally tally = Tally.of(Math.round(up), scrape.isBefore(warm));
        ups.merge(grid.interval(sample.at()), tally, Tally::plus);
      }
      before = sample;
    }
    return ups;
  }

  /** A gateway's series have its own pods, or none. */
  private Optional<String> problem(Series series) {
    String pod = track.pod(series);
    return track.pods().contains(pod) || !selectors.ofOneArm()
        ? Optional.empty()
        : Optional.of(pod.isEmpty() ? "a series without a pod" : "unknown pod " + pod);
  }

  private Stream<String> notANumber(Series series) {
    return series.samples().stream()
        .filter(sample -> !Double.isFinite(sample.value()))
        .map(sample -> "a counter of " + track.pod(series) + " is " + sample.value());
  }

  private static List<Series> numbers(List<Series> all) {
    return all.stream()
        .map(
            series ->
                new Series(
                    series.labels(),
                    series.samples().stream()
                        .filter(sample -> Double.isFinite(sample.value()))
                        .toList()))
        .filter(series -> !series.samples().isEmpty())
        .toList();
  }

  private static List<Series> once(List<Series> all, Jobs jobs) {
    return all.stream().map(jobs::own).filter(series -> !series.samples().isEmpty()).toList();
  }

  private Optional<String> missingEdge() {
    return selectors.partIsGood() && !of.isEmpty() && part.isEmpty()
        ? Optional.of("no bucket edge at " + selectors.edge())
        : Optional.empty();
  }

  private void noteScrapes(Series series) {
    NavigableSet<Instant> times =
        scrapes.computeIfAbsent(Target.of(track, series), target -> new TreeSet<>());
    series.samples().forEach(sample -> times.add(sample.at()));
  }

  private Stream<Series> all() {
    return Stream.concat(of.stream(), part.stream()).filter(series -> !series.samples().isEmpty());
  }

  /**
   * Intervals of one length from the begin on, numbered from 0; an instant belongs to the interval
   * that ends with it or after it.
   *
   * @param reach longest time between two samples that still belong together
   * @param warmUp so long after a pod has become ready nothing of it counts
   */
  record Grid(Instant begin, Duration step, Duration reach, Duration warmUp) {
    long interval(Instant at) {
      return Math.ceilDiv(Duration.between(begin, at).toNanos(), step.toNanos()) - 1;
    }

    Instant start(long interval) {
      return begin.plus(step.multipliedBy(interval));
    }

    /** How many intervals have ended by then. */
    long ended(Instant at) {
      return Math.max(0, Duration.between(begin, at).dividedBy(step));
    }

    private boolean follows(@Nullable Instant scrape, Instant next) {
      return scrape != null && !scrape.isBefore(begin) && reaches(scrape, next);
    }

    private boolean reaches(Instant sample, Instant next) {
      return !sample.isBefore(next.minus(reach));
    }
  }

  /**
   * What went up in one interval.
   *
   * @param cold requests to pods that were not warm yet; in none of the others
   */
  record Tally(long all, long part, long cold) {
    static final Tally NONE = new Tally(0, 0);

    /** Of warm pods alone. */
    Tally(long all, long part) {
      this(all, part, 0);
    }

    static Tally of(long requests, boolean cold) {
      return cold ? new Tally(0, 0, requests) : new Tally(requests, 0, 0);
    }

    Tally plus(Tally more) {
      return new Tally(all + more.all, part + more.part, cold + more.cold);
    }

    /** The same of a counter that counts a part of the requests. */
    Tally asPart() {
      return new Tally(0, all);
    }

    /**
     * More good requests than requests are cut. More bad requests than requests come of an {@code
     * of} that leaves them out, so they are all there was: a canary that fails every request must
     * not look like one without requests.
     */
    Counts counts(Selectors selectors) {
      return selectors.partIsGood()
          ? new Counts(all, all - Math.min(all, part))
          : new Counts(Math.max(all, part), part);
    }
  }
}
