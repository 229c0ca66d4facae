package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.PrometheusClient.NoAnswer;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Asks, before a rollout begins, whether there will be anything to judge it by. */
public final class MetricsPresence {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final FleetInventory fleet;
  private final Function<PrometheusAccess, PrometheusClient> prometheus;

  public MetricsPresence(
      FleetInventory fleet, Function<PrometheusAccess, PrometheusClient> prometheus) {
    this.fleet = fleet;
    this.prometheus = prometheus;
  }

  /**
   * What is wrong with a metric for the pods that serve today, {@code rule; fix}; empty when its
   * series are there. Bad requests need not have happened yet: only what they are a part of must.
   *
   * @param pods names of stable's pods, at least one
   */
  public Optional<String> problem(SurveyRequest request, List<String> pods, Metric metric) {
    PrometheusAccess access = access(request.cluster().name());
    Track stable =
        Track.of(
            access, request.namespace(), pods.stream().map(name -> new Pod(name, true)).toList());
    try {
      for (String query : needed(metric).toList()) {
        String filled = stable.fill(query);
        if (prometheus.apply(access).query(filled, Instant.now(), WITHIN).isEmpty()) {
          return Optional.of(
              "metric %s must have series for the pods that serve today, got none for %s; check its selector and that prometheus scrapes them"
                  .formatted(metric.name(), query));
        }
      }
      return Optional.empty();
    } catch (NoAnswer none) {
      return Optional.of(
          "metric %s must be answered, got %s; check the prometheus of %s in the fleet file"
              .formatted(metric.name(), none.getMessage(), request.cluster().name()));
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for metrics", interrupt);
    }
  }

  private static Stream<String> needed(Metric metric) {
    return switch (metric) {
      case Metric.Ratio ratio -> Stream.of(ratio.of());
      case Metric.Latency latency ->
          Stream.of(Selectors.of(latency).of(), Selectors.of(latency).part());
      case Metric.Gauge gauge -> Stream.of(gauge.query());
    };
  }

  private PrometheusAccess access(String cluster) {
    return fleet.clusters().stream()
        .filter(entry -> entry.name().equals(cluster))
        .map(ClusterEntry::prometheus)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "cluster must be in this worker's fleet file, got " + cluster));
  }
}
