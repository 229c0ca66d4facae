package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.pool.PoolPost;
import io.fleetcanary.activity.prometheus.Inquiry;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.activity.series.SeriesPost;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.workflow.AnalysisActivities;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowClient;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Watches canaries with the Prometheus of their cluster. */
public final class PrometheusAnalysis implements AnalysisActivities {
  private static final Duration SHORTEST_LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(20);

  private final FleetInventory fleet;
  private final WatchedCluster cluster;
  private final Function<PrometheusAccess, PrometheusClient> prometheus;
  private final BiConsumer<WorkflowClient, Page> keep;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Whose measurements nobody keeps. */
  public PrometheusAnalysis(
      FleetInventory fleet,
      WatchedCluster cluster,
      Function<PrometheusAccess, PrometheusClient> prometheus) {
    this(fleet, cluster, prometheus, (temporal, page) -> {});
  }

  /**
   * With a journal.
   *
   * @param keep takes what a watch measured, and throws where it is not taken
   */
  public PrometheusAnalysis(
      FleetInventory fleet,
      WatchedCluster cluster,
      Function<PrometheusAccess, PrometheusClient> prometheus,
      BiConsumer<WorkflowClient, Page> keep) {
    this.fleet = fleet;
    this.cluster = cluster;
    this.prometheus = prometheus;
    this.keep = keep;
  }

  @Override
  public Watched watch(WatchRequest request) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    ClusterEntry entry = entry(request.plan().cluster().name());
    AnalysisTemplate template = request.plan().rules().analysis();
    Inquiry inquiry =
        new Inquiry(prometheus.apply(entry.prometheus()), threads, within(template.every()));
    Measurement measurement = new Measurement(request, entry.prometheus(), inquiry);
    PoolPost post = PoolPost.of(request, entry.labels(), activity::getWorkflowClient, threads);
    WatchState start =
        activity
            .getHeartbeatDetails(WatchState.class)
            .map(state -> state.continued(template))
            .orElseGet(() -> WatchState.start(template));
    String run = Objects.requireNonNull(activity.getInfo().getWorkflowRunId());
    Instant since = Instant.ofEpochMilli(activity.getInfo().getScheduledTimestamp());
    SeriesPost series =
        new SeriesPost(
            request, run, page -> keep.accept(activity.getWorkflowClient(), page), threads);
    try (Pulse pulse = Pulse.of(activity, start);
        PodNews news = new PodNews(cluster, request.plan(), pulse::wake, threads)) {
      return series.kept(
          new Watch(request, run, since, cluster, measurement, pulse, news, threads, post, series)
              ::run);
    }
  }

  /** A look must be over before the next one is due. */
  private static Duration within(Duration every) {
    Duration most = every.multipliedBy(4).dividedBy(5);
    return most.compareTo(SHORTEST_LOOK) < 0
        ? SHORTEST_LOOK
        : most.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : most;
  }

  private ClusterEntry entry(String name) {
    return fleet.clusters().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ApplicationFailure.newNonRetryableFailure(
                    "cluster must be one of this worker's fleet file, got " + name,
                    "UnknownCluster"));
  }
}
