package io.fleetcanary.lab.embedded.prometheus;

import java.net.URI;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something to scrape.
 *
 * @param uri without {@code /metrics}
 * @param labels put on every series that it exposes
 */
public record Target(URI uri, SortedMap<String, String> labels) {
  public Target {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
