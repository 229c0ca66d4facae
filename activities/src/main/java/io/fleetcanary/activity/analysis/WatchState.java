package io.fleetcanary.activity.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.MeanShift;
import io.fleetcanary.core.evidence.RatioEvidence;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * What a watch knows so far: its heartbeat's details, from which the next attempt goes on as if
 * nothing had happened.
 *
 * @param metrics in the template's order
 */
record WatchState(List<Progress> metrics) {
  private static final int MOST_BYTES = 8192;
  private static final int METRIC_BYTES = 265;
  private static final int COMPARISON_BYTES = 445;

  WatchState {
    metrics = List.copyOf(metrics);
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
    return metrics.size() * METRIC_BYTES + comparisons * COMPARISON_BYTES <= MOST_BYTES;
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
   * @param dispersion φ, how many times more the arms differ than a binomial says; 0 until learnt
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
              List.of())
          .with(0, CountEvidence.none(criteria, 1));
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
          evidence.ratios().stream().map(Counting::packed).toList());
    }

    Counting timed(Duration newScrape, Duration newStep) {
      return new Counting(newScrape, newStep, folded, canary, stable, early, dispersion, ratios);
    }

    Counting dispersed(double learnt) {
      return new Counting(scrape, step, folded, canary, stable, early, learnt, ratios);
    }

    /** What evidence is divided by. */
    double phi() {
      return Math.max(1, dispersion);
    }

    CountEvidence evidence(List<Criterion> criteria) {
      List<RatioEvidence> comparisons = new ArrayList<>();
      for (RatioEvidence none : CountEvidence.none(criteria, phi()).ratios()) {
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
