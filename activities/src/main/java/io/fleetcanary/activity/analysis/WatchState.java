package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.activity.metric.Progress;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    return new WatchState(template.metrics().stream().map(Progress::start).toList());
  }

  /** Whether it is small enough for a heartbeat; a larger one is counted again after a restart. */
  boolean isSmall() {
    int comparisons = metrics.stream().mapToInt(Progress::comparisons).sum();
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

  /** Since when pods are ready, by name. */
  SortedMap<String, Instant> readySince() {
    SortedMap<String, Instant> since = new TreeMap<>();
    ready.forEach((pod, it) -> since.put(pod, it.since()));
    return since;
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
        metrics.stream().map(Progress::lag).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
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
    return metrics.stream().map(Progress::shape).toList();
  }
}
