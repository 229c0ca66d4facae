package io.fleetcanary.core.series;

import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.series.MetricSeries.Point;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Notes what the looks of one watch found, as sums, so that any of them can be left out: however
 * long a watch lasts, it keeps the same number of points, and each says what happened since the one
 * before.
 */
public final class SeriesLog {
  /** More than that nobody tells apart in a plot; half of it is left when there are too many. */
  static final int MOST_POINTS = 60;

  /** Of all metrics together: some 40 KB as JSON, for both arms. */
  private static final int MOST_IN_ALL = 1200;

  private final List<Metric> metrics;
  private final Instant begin;
  private final int most;
  private final List<List<Sums>> sums = new ArrayList<>();
  private Duration apart = Duration.ZERO;

  /**
   * Nothing is noted yet.
   *
   * @param begin evidence counts from here
   */
  public SeriesLog(List<Metric> metrics, Instant begin) {
    this.metrics = List.copyOf(metrics);
    this.begin = begin;
    most = Math.clamp(MOST_IN_ALL / Math.max(1, metrics.size()), 2, MOST_POINTS);
    Sums none = new Sums(begin, Sum.NONE);
    metrics.forEach(metric -> sums.add(new ArrayList<>(List.of(none))));
  }

  /**
   * One look.
   *
   * @param measured in the order of the metrics
   */
  public void look(Instant at, List<Measured> measured) {
    for (int i = 0; i < sums.size(); i++) {
      List<Sums> known = sums.get(i);
      sums(at, known.getLast(), measured.get(i)).ifPresent(next -> add(known, next));
    }
  }

  /** What has been noted so far, without metrics of which nothing was seen. */
  public List<MetricSeries> series() {
    List<MetricSeries> all = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      List<Point> canary = points(sums.get(i), Sums::canary);
      if (!canary.isEmpty()) {
        Metric metric = metrics.get(i);
        List<Point> stable = points(sums.get(i), Sums::stable);
        boolean fraction = !(metric instanceof Metric.Gauge);
        all.add(new MetricSeries(metric.name(), fraction, metric.criteria(), canary, stable));
      }
    }
    return all;
  }

  private static Optional<Sums> sums(Instant at, Sums before, Measured measured) {
    return switch (measured) {
      case Counted counted ->
          Optional.of(before.grown(at, counted.evidence().canary(), counted.evidence().stable()));
      case Gauged gauged ->
          gauged.missing().isEmpty()
              ? Optional.of(new Sums(at, before.canary.plus(gauged.value(), 1)))
              : Optional.empty();
    };
  }

  /** The last one grows until its stretch is as long as the others. */
  private void add(List<Sums> known, Sums next) {
    int size = known.size();
    boolean grows = size > 1 && between(known.get(size - 2), known.getLast()).compareTo(apart) < 0;
    if (grows) {
      known.removeLast();
    }
    known.add(next);
    if (known.size() > most + 1) {
      apart = Duration.between(begin, next.at).dividedBy(most / 2);
      thin(known);
    }
  }

  /** Those go that are too close to the one before; the first, where all begins, stays. */
  private void thin(List<Sums> known) {
    Sums last = known.removeLast();
    List<Sums> all = List.copyOf(known);
    known.clear();
    for (Sums next : all) {
      if (known.isEmpty() || between(known.getLast(), next).compareTo(apart) >= 0) {
        known.add(next);
      }
    }
    known.add(last);
  }

  private static Duration between(Sums one, Sums next) {
    return Duration.between(one.at, next.at);
  }

  private List<Point> points(List<Sums> known, Function<Sums, Sum> arm) {
    List<Point> points = new ArrayList<>();
    for (int i = 1; i < known.size(); i++) {
      Sum grown = arm.apply(known.get(i)).since(arm.apply(known.get(i - 1)));
      if (grown.whole > 0) {
        long second = Duration.between(begin, known.get(i).at).toSeconds();
        points.add(new Point(second, rounded(grown.part / grown.whole)));
      }
    }
    return points;
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }

  /**
   * Both arms since the begin.
   *
   * @param canaryCounts as the look had them
   * @param stableCounts the same of stable
   */
  private record Sums(
      Instant at, Sum canary, Sum stable, Counts canaryCounts, Counts stableCounts) {
    /** Of a gauge. */
    Sums(Instant at, Sum canary) {
      this(at, canary, Sum.NONE, Counts.NONE, Counts.NONE);
    }

    Sums grown(Instant now, Counts ofCanary, Counts ofStable) {
      return new Sums(
          now,
          canary.plus(canaryCounts, ofCanary),
          stable.plus(stableCounts, ofStable),
          ofCanary,
          ofStable);
    }
  }

  /** Bad requests and all of them; or values and how many. */
  private record Sum(double part, double whole) {
    static final Sum NONE = new Sum(0, 0);

    Sum plus(double more, double of) {
      return new Sum(part + more, whole + of);
    }

    /** A guard forgets now and then, and begins to count again. */
    Sum plus(Counts before, Counts now) {
      boolean afresh = now.requests() < before.requests() || now.bad() < before.bad();
      Counts known = afresh ? Counts.NONE : before;
      return plus((double) (now.bad() - known.bad()), (double) (now.requests() - known.requests()));
    }

    Sum since(Sum before) {
      return new Sum(part - before.part, whole - before.whole);
    }
  }
}
