package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
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
public record Track(
    String matchers,
    String podLabel,
    SortedSet<String> pods,
    SortedSet<String> leaving,
    SortedMap<String, Instant> ready) {
  private static final String PLACE = "$track";

  /** These pods, none of which leaves or has to warm up. */
  public static Track of(PrometheusAccess access, String namespace, Collection<String> pods) {
    SortedSet<String> sorted = new TreeSet<>(pods);
    // A label that clashes with the scraper's own gets a prefix, and these two clash together.
    String prefix = access.podLabel().startsWith("exported_") ? "exported_" : "";
    String cluster = access.matcher().isBlank() ? "" : access.matcher().strip() + ",";
    String names = String.join("|", sorted).replace(".", "[.]");
    String matchers =
        "%snamespace=\"%s\",%s%s=~\"%s\""
            .formatted(prefix, namespace, cluster, access.podLabel(), names);
    return new Track(
        matchers,
        access.podLabel(),
        sorted,
        Collections.emptySortedSet(),
        Collections.emptySortedMap());
  }

  static boolean isIn(String query) {
    return query.contains(PLACE);
  }

  public String fill(String query) {
    return query.replace(PLACE, matchers);
  }

  /** The same arm, of which these pods have been told to go. */
  public Track losing(Collection<String> some) {
    return new Track(matchers, podLabel, pods, new TreeSet<>(some), ready);
  }

  /** The same arm, with what is known of since when its pods are ready. */
  public Track readyAsOf(SortedMap<String, Instant> known) {
    return new Track(matchers, podLabel, pods, leaving, known);
  }

  /** From when on this pod counts: always, where nothing has to warm up. */
  Instant warm(String pod, Duration warmUp) {
    return warmUp.isZero() || !ready.containsKey(pod) ? Instant.MIN : ready.get(pod).plus(warmUp);
  }

  String pod(Series series) {
    return series.labels().getOrDefault(podLabel, "");
  }
}
