package io.fleetcanary.report;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.series.MetricSeries;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.report.plot.MetricPlot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plot of each metric in each cluster, what failed first. */
final class MetricPlots {
  private final RolloutReport report;
  private final Map<String, List<WatchSeries>> watches;
  private final List<Subject> subjects;

  MetricPlots(RolloutReport report) {
    this.report = report;
    watches =
        report.series().stream()
            .sorted(Comparator.comparing(WatchSeries::begin))
            .collect(
                Collectors.groupingBy(WatchSeries::cluster, TreeMap::new, Collectors.toList()));
    subjects =
        report.worstFirst().stream()
            .flatMap(
                cluster ->
                    watches(cluster).stream()
                        .flatMap(watch -> watch.metrics().stream())
                        .map(MetricSeries::metric)
                        .distinct()
                        .map(metric -> new Subject(cluster, metric)))
            .sorted(Comparator.comparingInt(Subject::rank))
            .toList();
  }

  /** One metric of one cluster. */
  private record Subject(ClusterStatus cluster, String metric) {
    Optional<Verdict> verdict() {
      return cluster.findings().stream()
          .filter(finding -> finding.metric().equals(metric))
          .map(Finding::verdict)
          .findFirst();
    }

    /** Failed ones first, inconclusive ones next. */
    int rank() {
      return verdict()
          .map(
              it ->
                  switch (it) {
                    case FAIL -> 0;
                    case INCONCLUSIVE -> 1;
                    case PASS -> 2;
                  })
          .orElse(3);
    }

    String title() {
      return cluster.cluster() + " " + metric + verdict().map(it -> ", " + Words.of(it)).orElse("");
    }
  }

  /** How many there could be. */
  int count() {
    return subjects.size();
  }

  /** SVG elements, at most so many. */
  List<String> svgs(int most) {
    return subjects.stream()
        .limit(most)
        .map(
            it ->
                new MetricPlot(
                        it.title(), report.history().startedAt(), watches(it.cluster), it.metric)
                    .svg())
        .toList();
  }

  private List<WatchSeries> watches(ClusterStatus cluster) {
    return watches.getOrDefault(cluster.cluster(), List.of());
  }
}
