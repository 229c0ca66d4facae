package io.fleetcanary.activity.metric;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Two jobs may scrape the same port of a pod, say one for pods and one for Services. Each request
 * would count twice, and prove more than there was: so the job that began first counts, and the
 * other one from the last scrape of that one on.
 */
final class Jobs {
  private final Track track;
  private final Map<Target, List<Series>> targets;
  private final Map<Target, Instant> after = new LinkedHashMap<>();

  /**
   * @param all of one metric and arm, each with a sample
   */
  Jobs(Track track, List<Series> all) {
    this.track = track;
    targets =
        all.stream()
            .collect(groupingBy(series -> Target.of(track, series), LinkedHashMap::new, toList()));
    targets.keySet().stream()
        .filter(target -> !target.instance().isEmpty())
        .collect(groupingBy(target -> List.of(target.pod(), target.instance())))
        .values()
        .forEach(this::compare);
  }

  /** Of one port. */
  private void compare(List<Target> jobs) {
    if (jobs.size() > 1) {
      jobs.sort(Comparator.comparing(this::begin).thenComparing(Target::job));
      for (int i = 1; i < jobs.size(); i++) {
        Target job = jobs.get(i);
        copied(job, jobs.subList(0, i)).ifPresent(end -> after.put(job, end));
      }
    }
  }

  /** What of a series is told by no other job. */
  Series own(Series series) {
    Instant end = after.get(Target.of(track, series));
    return end == null
        ? series
        : new Series(
            series.labels(),
            series.samples().stream().filter(sample -> sample.at().isAfter(end)).toList());
  }

  /** Until when others have told the same. */
  private Optional<Instant> copied(Target job, List<Target> before) {
    return before.stream()
        .filter(other -> !Collections.disjoint(names(job), names(other)))
        .map(this::end)
        .max(Comparator.naturalOrder());
  }

  private List<SortedMap<String, String>> names(Target job) {
    return series(job).map(Jobs::name).toList();
  }

  /** All labels but the job's. */
  private static SortedMap<String, String> name(Series series) {
    SortedMap<String, String> labels = new TreeMap<>(series.labels());
    labels.remove("job");
    return labels;
  }

  private Instant begin(Target job) {
    return times(job).min(Comparator.naturalOrder()).orElseThrow();
  }

  private Instant end(Target job) {
    return times(job).max(Comparator.naturalOrder()).orElseThrow();
  }

  private Stream<Instant> times(Target job) {
    return series(job).flatMap(series -> series.samples().stream()).map(Sample::at);
  }

  private Stream<Series> series(Target job) {
    return targets.getOrDefault(job, List.of()).stream();
  }
}
