package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.PrometheusClient.Series;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One arm, as the label matchers that stand for {@code $track}.
 *
 * @param matchers namespace, cluster and pods by name
 * @param podLabel the label that carries the pod's name
 * @param pods may be empty; then nothing can be asked
 * @param leaving those of them that have been told to go: nobody may scrape them any more
 * @param ready since when those are ready of which that matters and is known
 */
record Track(
    String matchers,
    String podLabel,
    SortedSet<String> pods,
    SortedSet<String> leaving,
    SortedMap<String, Readiness> ready) {
  private static final String PLACE = "$track";

  static Track of(PrometheusAccess access, String namespace, List<Pod> arm) {
    SortedSet<String> pods = new TreeSet<>(arm.stream().map(Pod::name).toList());
    // A label that clashes with the scraper's own gets a prefix, and these two clash together.
    String prefix = access.podLabel().startsWith("exported_") ? "exported_" : "";
    String cluster = access.matcher().isBlank() ? "" : access.matcher().strip() + ",";
    String names = String.join("|", pods).replace(".", "[.]");
    String matchers =
        "%snamespace=\"%s\",%s%s=~\"%s\""
            .formatted(prefix, namespace, cluster, access.podLabel(), names);
    SortedSet<String> leaving =
        new TreeSet<>(arm.stream().filter(Pod::leaving).map(Pod::name).toList());
    return new Track(matchers, access.podLabel(), pods, leaving, Collections.emptySortedMap());
  }

  static boolean isIn(String query) {
    return query.contains(PLACE);
  }

  String fill(String query) {
    return query.replace(PLACE, matchers);
  }

  /** The same arm, with what is known of when its pods became ready. */
  Track readyAsOf(SortedMap<String, Readiness> known) {
    return new Track(matchers, podLabel, pods, leaving, known);
  }

  /** From when on this pod counts: always, where nothing has to warm up. */
  Instant warm(String pod, Duration warmUp) {
    return warmUp.isZero() || !ready.containsKey(pod)
        ? Instant.MIN
        : ready.get(pod).since().plus(warmUp);
  }

  String pod(Series series) {
    return series.labels().getOrDefault(podLabel, "");
  }
}
