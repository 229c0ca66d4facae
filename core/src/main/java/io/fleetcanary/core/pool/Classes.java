package io.fleetcanary.core.pool;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Some clusters, by their labels.
 *
 * @param clusters how many they are
 * @param labels how many of them have each {@code <label>=<value>}; at most 200 of these
 */
public record Classes(int clusters, SortedMap<String, Long> labels) {
  static final Classes NONE = new Classes(0, new TreeMap<>());

  private static final int MOST_LABELS = 200;

  public Classes {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** One more. */
  Classes plus(SortedMap<String, String> cluster) {
    SortedMap<String, Long> more = new TreeMap<>(labels);
    cluster.forEach(
        (label, value) -> {
          String text = text(label, value);
          if (more.size() < MOST_LABELS || more.containsKey(text)) {
            more.merge(text, 1L, Long::sum);
          }
        });
    return new Classes(clusters + 1, more);
  }

  /** How many have it. */
  long with(String text) {
    return labels.getOrDefault(text, 0L);
  }

  static String text(String label, String value) {
    return label + "=" + value;
  }
}
