package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.dataplane.http.Headers;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Callers by a path of their own in every cluster, all with the same headers. */
final class Callers implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration AT_MOST = Duration.ofMinutes(6);

  private final LabFleet fleet;
  private final String path;
  private final Headers headers;
  private final SortedMap<String, Load> loads = new TreeMap<>();

  /**
   * Silent until they begin.
   *
   * @param path without the slash before it
   */
  Callers(LabFleet fleet, String path, Headers headers) {
    this.fleet = fleet;
    this.path = path;
    this.headers = headers;
  }

  /**
   * Waits until {@code image} answers them everywhere: a gateway may know a route before it knows
   * where its pods are.
   */
  void awaitAnswersOf(String image) {
    for (String cluster : fleet.clusters()) {
      Eventually.within(SOON, () -> assertThat(answeredBy(uri(cluster))).isEqualTo(image));
    }
  }

  void begin(int perSecond) {
    for (String cluster : fleet.clusters()) {
      loads.put(cluster, Load.start(uri(cluster), headers, perSecond, AT_MOST));
    }
  }

  /** Ends the requests and tells what their callers saw, by cluster. */
  SortedMap<String, LoadReport> reports() {
    SortedMap<String, LoadReport> reports = new TreeMap<>();
    loads.forEach((cluster, load) -> reports.put(cluster, load.stop()));
    return reports;
  }

  @Override
  public void close() {
    loads.values().forEach(Load::close);
  }

  private URI uri(String cluster) {
    return fleet.gateway(cluster, path);
  }

  private String answeredBy(URI uri) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      headers.fields().forEach(connection::setRequestProperty);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK
          ? connection.getHeaderField("X-Revision")
          : "nobody";
    } catch (IOException notYet) {
      return "nobody";
    }
  }
}
