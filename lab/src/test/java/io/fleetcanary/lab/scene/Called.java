package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.story.Scraped;
import java.util.SortedMap;
import java.util.TreeMap;

/** Callers of a scene's service in every cluster, beside the release that is played. */
final class Called implements AutoCloseable {
  private final Callers callers;

  /** Begins, and waits until the metrics show it. */
  Called(Scene scene) {
    callers = new Callers(scene.fleet(), scene.namespace(), Headers.NONE);
    callers.awaitAnswersOf(scene.image("stable"));
    callers.begin(scene.requestsPerSecond());
    Scraped.await(scene.fleet(), scene.namespace());
  }

  /** Ends the requests; in every cluster there were some, and all were answered with 200. */
  void answeredAll() {
    answeredAll(callers.reports());
  }

  /** The same, but for one cluster. */
  void answeredAllBut(String cluster) {
    SortedMap<String, LoadReport> reports = callers.reports();
    reports.remove(cluster);
    answeredAll(reports);
  }

  private static void answeredAll(SortedMap<String, LoadReport> reports) {
    SortedMap<String, SortedMap<Integer, Long>> byStatus = new TreeMap<>();
    reports.forEach((cluster, seen) -> byStatus.put(cluster, seen.byStatus()));
    assertThat(byStatus)
        .isNotEmpty()
        .allSatisfy((cluster, statuses) -> assertThat(statuses).containsOnlyKeys(200));
  }

  @Override
  public void close() {
    callers.close();
  }
}
