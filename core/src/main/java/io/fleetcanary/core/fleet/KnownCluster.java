package io.fleetcanary.core.fleet;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster that a worker knows.
 *
 * @param name a DNS label, unique in its fleet
 * @param labels what {@code select} matches
 * @param taskQueue where its activities run
 */
public record KnownCluster(String name, SortedMap<String, String> labels, String taskQueue) {
  public KnownCluster {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
