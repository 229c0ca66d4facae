package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.metric.Track;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.activity.prometheus.PrometheusClient.NoAnswer;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.RequestsSeen;
import io.fleetcanary.core.query.Selectors;
import io.fleetcanary.core.spec.Presets;
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
    Track stable = Track.of(access, request.namespace(), pods);
    try {
      for (String query : needed(metric).toList()) {
        String filled = stable.fill(query);
        if (prometheus.apply(access).query(filled, Instant.now(), WITHIN).isEmpty()) {
          return Optional.of(
              "metric %s must have series for the pods that serve today, got none for %s; %s"
                  .formatted(metric.name(), query, fix(access, stable)));
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

  /** Another engine's metrics are the likeliest reason why there are none. */
  private String fix(PrometheusAccess access, Track stable) throws InterruptedException {
    return Presets.ofSeries(scraped(access, stable))
        .map(it -> "what is scraped there is " + it.about() + ", write use: [" + it.name() + "]")
        .orElse("check its selector and that prometheus scrapes them");
  }

  private List<String> scraped(PrometheusAccess access, Track stable) throws InterruptedException {
    String names = stable.fill("count({$track})by(__name__)");
    try {
      return prometheus.apply(access).query(names, Instant.now(), WITHIN).stream()
          .flatMap(series -> Stream.ofNullable(series.labels().get("__name__")))
          .toList();
    } catch (NoAnswer none) {
      return List.of();
    }
  }

  /** What stable's requests came to in the last five minutes: nothing is decided by it. */
  public RequestsSeen requests(SurveyRequest request, List<String> pods) {
    PrometheusAccess access = access(request.cluster().name());
    Track stable = Track.of(access, request.namespace(), pods);
    RecentRequests recent = new RecentRequests(prometheus.apply(access), access, stable);
    return recent.seen(request.metrics(), request.routedRequests());
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
