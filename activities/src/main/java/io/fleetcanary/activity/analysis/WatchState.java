package io.fleetcanary.activity.analysis;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.activity.metric.Counting;
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
 * What a watch knows so far. With its heartbeats the next attempt gets it, and goes on as if
 * nothing had happened; {@link Heartbeat} says what is left out where it is too much.
 *
 * @param metrics in the template's order
 * @param ready when pods became ready, by name; empty where no metric waits for them to warm up
 */
record WatchState(List<Progress> metrics, SortedMap<String, Readiness> ready) {
  WatchState {
    metrics = List.copyOf(metrics);
    ready = new TreeMap<>(ready);
  }

  /** Where nothing warms up. */
  WatchState(List<Progress> metrics) {
    this(metrics, Collections.emptySortedMap());
  }

  static WatchState start(AnalysisTemplate template) {
    return new WatchState(template.metrics().stream().map(Progress::start).toList());
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static WatchState of(Heartbeat heartbeat) {
    return heartbeat.state();
  }

  /** As much of it as may travel. */
  @JsonValue
  Heartbeat heartbeat() {
    return Heartbeat.of(this);
  }

  /**
   * From where the next attempt goes on. Where the metrics were left out, they are counted again,
   * with what is known of the pods.
   */
  WatchState continued(AnalysisTemplate template) {
    WatchState start = start(template);
    return start.shape().equals(shape()) ? this : new WatchState(start.metrics, ready);
  }

  /**
   * The same, with when these pods became ready. Each warms up once for every start of its model
   * server: one that loses its readiness because it is slow, and gets it back, must not have its
   * slowness left out again.
   */
  WatchState seeing(List<Pod> pods) {
    SortedMap<String, Readiness> known = new TreeMap<>();
    for (Pod pod : pods) {
      Optional<Readiness> before = Optional.ofNullable(ready.get(pod.name()));
      pod.readiness()
          .map(now -> before.filter(it -> !now.started().isAfter(it.started())).orElse(now))
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

  /** The longest time between two scrapes that is known; zero until one is. */
  Duration scrape() {
    return metrics.stream()
        .flatMap(
            it -> it instanceof Counting counting ? Stream.of(counting.scrape()) : Stream.empty())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private List<String> shape() {
    return metrics.stream().map(Progress::shape).toList();
  }
}
