package io.fleetcanary.starter.why;

import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.query.ShownQuery;
import io.fleetcanary.starter.server.Watches.Watch;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One watch, for people who want to look at Prometheus themselves.
 *
 * @param kind what was watched, e.g. {@code step 2 at 25 %}
 * @param begin evidence counts from here
 * @param end when it was over; queries are to be evaluated then
 * @param queries by metric, each giving one number
 */
public record ShownWatch(
    String kind, Instant begin, Instant end, SortedMap<String, Queries> queries) {
  static final ShownWatch UNKNOWN =
      new ShownWatch("", Instant.EPOCH, Instant.EPOCH, Collections.emptySortedMap());

  /** What Temporal has written down, as it is shown. */
  public static ShownWatch of(Watch watch) {
    WatchRequest request = watch.request();
    Instant begin = request.begin().truncatedTo(ChronoUnit.SECONDS);
    Duration window = Duration.between(begin, watch.end());
    SortedMap<String, Queries> queries = new TreeMap<>();
    for (Metric metric : request.plan().rules().analysis().metrics()) {
      queries.put(
          metric.name(),
          new Queries(
              query(metric, watch.found().arms().canary(), window),
              metric instanceof Metric.Gauge gauge && !gauge.compare()
                  ? ""
                  : query(metric, watch.found().arms().stable(), window)));
    }
    return new ShownWatch(kind(request), begin, watch.end(), queries);
  }

  private static String query(Metric metric, String matchers, Duration window) {
    return matchers.isEmpty() ? "" : ShownQuery.of(metric, matchers, window);
  }

  private static String kind(WatchRequest request) {
    return switch (request.until()) {
      case Until.Baked baked -> "step %d at %s".formatted(request.step(), request.weight());
      case Until.Promoted promoted -> "promotion";
      case Until.Cancelled cancelled -> "guard";
    };
  }

  /** What follows the name of the cluster. */
  String about() {
    return kind.isEmpty()
        ? ""
        : ": %s, %s to %s, %d s"
            .formatted(kind, begin, end, Duration.between(begin, end).toSeconds());
  }

  /** The queries of this metric; none for what is no metric. */
  Stream<String> lines(String metric) {
    Queries asked = queries.getOrDefault(metric, new Queries("", ""));
    return Stream.of("canary " + asked.canary, "stable " + asked.stable)
        .filter(line -> !line.endsWith(" "))
        .map(line -> "    " + line);
  }

  /** Of one metric; empty for an arm that was not asked for. */
  public record Queries(String canary, String stable) {}
}
