package io.fleetcanary.core.analysis;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.evidence.AlphaSpending;
import io.fleetcanary.core.kayenta.KayentaConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What to measure, how often, and when it is bad.
 *
 * @param every interval between two looks, 1 s or more
 * @param alpha chance of a false alarm over all watches of one cluster
 * @param metrics at least one
 * @param alike what must be alike on both arms before slowness says anything
 * @param kayenta whose judge is asked beside ours, and decides nothing
 * @param inconclusive what happens when a bake ends without a verdict
 * @param early when a bake may end before its time
 * @param warmUp so long after a pod has become ready its slow requests say nothing, on both arms
 */
public record AnalysisTemplate(
    Duration every,
    double alpha,
    List<Metric> metrics,
    List<Likeness> alike,
    KayentaConfig kayenta,
    OnInconclusive inconclusive,
    Early early,
    Duration warmUp) {
  /** How often where nobody says. */
  public static final Duration EVERY = Duration.ofSeconds(30);

  /** Older versions knew neither what must be alike, nor anybody else to ask, nor what follows. */
  public AnalysisTemplate {
    metrics = List.copyOf(metrics);
    alike = List.copyOf(Objects.requireNonNullElse(alike, List.of()));
    kayenta = Objects.requireNonNullElse(kayenta, KayentaConfig.NONE);
    early = Objects.requireNonNullElse(early, Early.NONE);
    warmUp = Objects.requireNonNullElse(warmUp, Duration.ZERO);
  }

  /** Every bake takes its time, and pods are warm at once. */
  public AnalysisTemplate(
      Duration every,
      double alpha,
      List<Metric> metrics,
      List<Likeness> alike,
      KayentaConfig kayenta,
      OnInconclusive inconclusive) {
    this(every, alpha, metrics, alike, kayenta, inconclusive, Early.NONE, Duration.ZERO);
  }

  /** Nothing has to be alike, and nobody else is asked. */
  public AnalysisTemplate(
      Duration every, double alpha, List<Metric> metrics, OnInconclusive inconclusive) {
    this(every, alpha, metrics, List.of(), KayentaConfig.NONE, inconclusive);
  }

  /**
   * What one watch of a cluster may use of it.
   *
   * @param bakes how many the cluster will have if nothing is held up
   * @param attempt counts from 1
   * @param watch counts from 1 in each attempt, in the order in which they begin
   */
  public AnalysisTemplate forWatch(int bakes, int attempt, int watch) {
    double share = AlphaSpending.watch(bakes, attempt, watch);
    return new AnalysisTemplate(
        every, alpha * share, metrics, alike, kayenta, inconclusive, early, warmUp);
  }

  /** How long after a pod has become ready this metric leaves it out: errors count at once. */
  public Duration warmUpFor(Metric metric) {
    return metric instanceof Metric.Latency ? warmUp : Duration.ZERO;
  }

  /** The same for all metrics that decide; zero where none waits. */
  public Duration longestWarmUp() {
    return metrics.stream()
        .filter(Metric::decides)
        .map(this::warmUpFor)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Whether anything is compared with stable, on counted requests, and decides. */
  public boolean compares() {
    return counting()
        .flatMap(metric -> metric.criteria().stream())
        .anyMatch(Criterion.Worse.class::isInstance);
  }

  /** How many checks are tests on counted requests that decide; gauges are no tests. */
  public int tests() {
    return (int) counting().mapToLong(metric -> metric.criteria().size()).sum();
  }

  private Stream<Metric> counting() {
    return metrics.stream().filter(metric -> !(metric instanceof Metric.Gauge) && metric.decides());
  }

  /**
   * When a bake may end before its time: once every comparison is shown to be better than a bound.
   *
   * @param by the bound: {@code 1 + by} times stable's; 0 where no bake ends early
   * @param after no bake ends sooner
   */
  public record Early(double by, Duration after) {
    public static final Early NONE = new Early(0, Duration.ZERO);

    /** Whether bakes may end early at all. */
    public boolean given() {
      return by > 0;
    }

    /** How long such a bake takes at least. */
    public Duration least(Duration bake) {
      return given() && after.compareTo(bake) < 0 ? after : bake;
    }

    /** What is added to the reason of a {@code PASS} that comes so much before its time. */
    public String sentence(Duration before) {
      String bound = Figures.factor(by) + " x stable's";
      return ", shown to be less than " + bound + ", " + Words.of(before) + " early";
    }
  }

  /**
   * What happens when a bake ends {@code INCONCLUSIVE}: extend it once, then ask a person; or go
   * back.
   */
  public enum OnInconclusive {
    HOLD,
    ROLL_BACK
  }
}
