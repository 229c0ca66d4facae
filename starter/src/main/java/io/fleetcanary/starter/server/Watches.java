package io.fleetcanary.starter.server;

import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The watches behind verdicts, as Temporal has written them down. */
public final class Watches {
  private static final String WATCH = "watch";

  /** As many histories are read side by side: a fleet is read soon, and Temporal is not flooded. */
  private static final int AT_ONCE = 8;

  private final Histories histories;

  Watches(Histories histories) {
    this.histories = histories;
  }

  /**
   * The watch that each cluster's findings are of, by cluster; those are missing of which there is
   * none that can be read.
   */
  public SortedMap<String, Watch> behind(RolloutName rollout, Stream<ClusterStatus> clusters) {
    List<ClusterStatus> judged = clusters.filter(cluster -> !cluster.findings().isEmpty()).toList();
    SortedMap<String, CompletableFuture<Optional<Watch>>> read = new TreeMap<>();
    try (ExecutorService readers =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (ClusterStatus cluster : judged) {
        String workflowId = rollout.workflowId() + "/" + cluster.cluster();
        read.put(
            cluster.cluster(),
            CompletableFuture.supplyAsync(() -> behind(workflowId, cluster), readers));
      }
    }
    SortedMap<String, Watch> watches = new TreeMap<>();
    read.forEach((cluster, watch) -> watch.join().ifPresent(found -> watches.put(cluster, found)));
    return watches;
  }

  private Optional<Watch> behind(String workflowId, ClusterStatus cluster) {
    try {
      List<HistoryEvent> events = histories.all(workflowId, "");
      return events.reversed().stream()
          .filter(it -> it.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)
          .flatMap(end -> watch(events, end).stream())
          .filter(watch -> watch.found().findings().equals(cluster.findings()))
          .findFirst();
    } catch (CommandException forgotten) {
      return Optional.empty();
    }
  }

  private static Optional<Watch> watch(List<HistoryEvent> events, HistoryEvent end) {
    ActivityTaskCompletedEventAttributes completed = end.getActivityTaskCompletedEventAttributes();
    ActivityTaskScheduledEventAttributes scheduled =
        events
            .get((int) completed.getScheduledEventId() - 1)
            .getActivityTaskScheduledEventAttributes();
    if (!scheduled.getActivityType().getName().equals(WATCH)) {
      return Optional.empty();
    }
    Instant at = Instant.ofEpochSecond(end.getEventTime().getSeconds());
    return Histories.read(scheduled.getInput(), WatchRequest.class)
        .flatMap(
            request ->
                Histories.read(completed.getResult(), Watched.class)
                    .map(found -> new Watch(request, found, at)));
  }

  /**
   * One of them.
   *
   * @param end when it was over, to the second
   */
  public record Watch(WatchRequest request, Watched found, Instant end) {}
}
