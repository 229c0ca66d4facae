package io.fleetcanary.activity.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.MeanShift;
import io.fleetcanary.core.evidence.RatioEvidence;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a watch knows so far: its heartbeat's details, from which the next attempt goes on as if
 * nothing had happened.
 *
 * @param metrics in the template's order
 * @param ready when pods became ready, by name; empty where no metric waits for them to warm up
 */
record WatchState(List<Progress> metrics, SortedMap<String, Readiness> ready) {
  private static final int MOST_BYTES = 16384;
  private static final int METRIC_BYTES = 282;
  private static final int COMPARISON_BYTES = 445;
  private static final int POD_BYTES = 170;

  WatchState {
    metrics = List.copyOf(metrics);
    // Older workers do not write it.
    ready = ready == null ? Collections.emptySortedMap() : new TreeMap<>(ready);
  }

  /** Where nothing warms up. */
  WatchState(List<Progress> metrics) {
    this(metrics, Collections.emptySortedMap());
  }

  static WatchState start(AnalysisTemplate template) {
    return new WatchState(template.metrics().stream().map(WatchState::start).toList());
  }

  /** Whether it is small enough for a heartbeat; a larger one is counted again after a restart. */
  boolean isSmall() {
    int comparisons =
        metrics.stream()
            .mapToInt(progress -> progress instanceof Counting some ? some.ratios.size() : 0)
            .sum();
    int bytes =
        metrics.size() * METRIC_BYTES + comparisons * COMPARISON_BYTES + ready.size() * POD_BYTES;
    return bytes <= MOST_BYTES;
  }

  /**
   * The same, with when these pods became ready. Each warms up once for every start of its
   * containers: one that loses its readiness because it is slow, and gets it back, must not have
   * its slowness left out again.
   */
  WatchState seeing(List<Pod> pods) {
    SortedMap<String, Readiness> known = new TreeMap<>();
    for (Pod pod : pods) {
      Optional<Readiness> before = Optional.ofNullable(ready.get(pod.name()));
      pod.readiness()
          .map(now -> before.filter(it -> it.started().equals(now.started())).orElse(now))
          .or(() -> before)
          .ifPresent(it -> known.put(pod.name(), it));
    }
    return new WatchState(metrics, known);
  }

  /**
   * When what these pods answer is counted: they are warm, a scrape later is their base, the next
   * one falls into an interval, and that has ended.
   *
   * @param warmUp zero where nothing waits
   * @return {@link Instant#MIN} where nothing is waited for
   */
  Instant seenBy(Duration warmUp, List<Pod> pods) {
    Duration lag =
        metrics.stream()
            .filter(Counting.class::isInstance)
            .map(Counting.class::cast)
            .map(it -> it.scrape().plus(it.step()).multipliedBy(2))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return pods.stream()
        .filter(pod -> !warmUp.isZero())
        .flatMap(pod -> Stream.ofNullable(ready.get(pod.name())))
        .map(it -> it.since().plus(warmUp).plus(lag))
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** Whether it is about these metrics. */
  boolean fitsTo(AnalysisTemplate template) {
    return start(template).shape().equals(shape());
  }

  private List<String> shape() {
    return metrics.stream()
        .map(
            progress ->
                switch (progress) {
                  case Counting counting -> "counting " + counting.ratios.size();
                  case Gauging gauging -> "gauging";
                })
        .toList();
  }

  private static Progress start(Metric metric) {
    return metric instanceof Metric.Gauge
        ? new Gauging(0, List.of())
        : Counting.start(metric.criteria());
  }

  /** How far one metric has come. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "counting", value = Counting.class),
    @JsonSubTypes.Type(name = "gauging", value = Gauging.class)
  })
  sealed interface Progress {}

  /**
   * A gauge.
   *
   * @param beyond fresh looks on end beyond a limit
   * @param shifts how far it is off stable's, one where that is asked for and something is known;
   *     older workers do not write it
   */
  record Gauging(int beyond, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MeanShift> shifts)
      implements Progress {
    Gauging {
      shifts = List.copyOf(Objects.requireNonNullElse(shifts, List.of()));
    }

    static Gauging of(Gauged gauged) {
      boolean known = gauged.shift().looks() > 0;
      return new Gauging(gauged.beyond(), known ? List.of(gauged.shift()) : List.of());
    }

    /** What is known before the next look. */
    Gauged known() {
      MeanShift shift = shifts.isEmpty() ? MeanShift.NONE : shifts.getFirst();
      return new Gauged(Double.NaN, beyond, "", shift);
    }
  }

  /**
   * Two counters, folded into intervals that begin where the watch begins.
   *
   * @param scrape time between two samples of a series, zero until known
   * @param step length of an interval, zero until known, then for good
   * @param folded how many intervals have been counted
   * @param early requests before the gateway obeyed, see {@link CountEvidence}
   * @param dispersion φ, how many times more the arms differ than a binomial says; 0 until asked
   *     for
   * @param unknown whether nothing could be learnt of it; older workers do not write it
   * @param ratios intervals and logs of each comparison, base64 of big-endian doubles
   */
  record Counting(
      Duration scrape,
      Duration step,
      long folded,
      Counts canary,
      Counts stable,
      ShareSeen early,
      double dispersion,
      boolean unknown,
      List<String> ratios)
      implements Progress {
    Counting {
      early = Objects.requireNonNullElse(early, ShareSeen.NONE); // older workers do not write it
      ratios = List.copyOf(ratios);
    }

    static Counting start(List<Criterion> criteria) {
      return new Counting(
              Duration.ZERO,
              Duration.ZERO,
              0,
              Counts.NONE,
              Counts.NONE,
              ShareSeen.NONE,
              0,
              false,
              List.of())
          .with(0, CountEvidence.none(criteria, Noise.constant(1)));
    }

    Counting with(long intervals, CountEvidence evidence) {
      return new Counting(
          scrape,
          step,
          intervals,
          evidence.canary(),
          evidence.stable(),
          evidence.shareless(),
          dispersion,
          unknown,
          evidence.ratios().stream().map(Counting::packed).toList());
    }

    Counting timed(Duration newScrape, Duration newStep) {
      return new Counting(
          newScrape, newStep, folded, canary, stable, early, dispersion, unknown, ratios);
    }

    Counting dispersed(Optional<Double> learnt) {
      return new Counting(
          scrape,
          step,
          folded,
          canary,
          stable,
          early,
          learnt.orElse(1.0),
          learnt.isEmpty(),
          ratios);
    }

    /** What evidence is divided by; what was not asked for before the first count is not known. */
    Noise noise() {
      boolean known = dispersion > 0 && !unknown;
      return Noise.of(Optional.of(Math.max(1, dispersion)).filter(it -> known), step);
    }

    CountEvidence evidence(List<Criterion> criteria) {
      List<RatioEvidence> comparisons = new ArrayList<>();
      for (RatioEvidence none : CountEvidence.none(criteria, noise()).ratios()) {
        List<Double> numbers = unpacked(ratios.get(comparisons.size()));
        long intervals = numbers.getFirst().longValue();
        List<Double> logs = numbers.subList(1, numbers.size());
        comparisons.add(new RatioEvidence(none.test(), intervals, logs));
      }
      return new CountEvidence(canary, stable, early, comparisons);
    }

    private static String packed(RatioEvidence ratio) {
      ByteBuffer bytes = ByteBuffer.allocate((ratio.logs().size() + 1) * Double.BYTES);
      bytes.putDouble((double) ratio.intervals());
      ratio.logs().forEach(bytes::putDouble);
      return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static List<Double> unpacked(String text) {
      DoubleBuffer logs = ByteBuffer.wrap(Base64.getDecoder().decode(text)).asDoubleBuffer();
      return DoubleStream.generate(logs::get).limit(logs.remaining()).boxed().toList();
    }
  }
}
