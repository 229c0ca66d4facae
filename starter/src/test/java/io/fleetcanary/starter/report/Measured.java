package io.fleetcanary.starter.report;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.series.MetricSeries;
import io.fleetcanary.core.series.MetricSeries.Point;
import io.fleetcanary.core.series.WatchSeries;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** What bakes of five minutes saw. */
final class Measured {
  private Measured() {}

  /** Whose canary had so many errors in the end. */
  static WatchSeries bake(String cluster, Instant begin, int weight, double errors) {
    return watch(
        cluster,
        begin,
        weight,
        List.of(
            new MetricSeries(
                "errors",
                true,
                List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1)),
                List.of(new Point(60, 0.004), new Point(150, 0.0052), new Point(300, errors)),
                List.of(new Point(60, 0.0045), new Point(150, 0.005), new Point(300, 0.0047))),
            new MetricSeries(
                "gpu-load",
                false,
                List.of(new Criterion.Max(95)),
                List.of(new Point(150, 71), new Point(300, 83.5)),
                List.of())));
  }

  /** As many points as there can be. */
  static List<WatchSeries> bakes(String cluster, Instant begin) {
    List<Point> points =
        LongStream.rangeClosed(1, 60)
            .mapToObj(i -> new Point(5 * i, 0.0001 * (i * 37 % 101)))
            .toList();
    MetricSeries series =
        new MetricSeries("errors", true, List.of(new Criterion.Worse(0.1)), points, points);
    return List.of(
        watch(cluster, begin, 5, List.of(series)),
        watch(cluster, begin.plusSeconds(300), 25, List.of(series)),
        watch(cluster, begin.plusSeconds(600), 50, List.of(series)),
        watch(cluster, begin.plusSeconds(900), 75, List.of(series)));
  }

  private static WatchSeries watch(
      String cluster, Instant begin, int weight, List<MetricSeries> metrics) {
    return new WatchSeries(
        cluster,
        WatchSeries.Kind.BAKE,
        new TrafficWeight(weight),
        begin,
        begin.plusSeconds(300),
        metrics);
  }
}
